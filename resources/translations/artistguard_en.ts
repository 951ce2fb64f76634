<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchBar</name>
    <message numerus="yes">
        <source>Tag and sign %n work(s)</source>
        <translation>
            <numerusform>Tag and sign %n work</numerusform>
            <numerusform>Tag and sign %n works</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n posting cop(ies) written to %1 and read back.</source>
        <translation>
            <numerusform>%n posting copy written to %1 and read back.</numerusform>
            <numerusform>%n posting copies written to %1 and read back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed cop(ies) written to %1. The pictures are the same to the last bit; each was read back.</source>
        <translation>
            <numerusform>%n signed copy written to %1. The pictures are the same to the last bit; each was read back.</numerusform>
            <numerusform>%n signed copies written to %1. The pictures are the same to the last bit; each was read back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ByItself</name>
    <message numerus="yes">
        <source>%n new find(s)</source>
        <translation>
            <numerusform>%n new find</numerusform>
            <numerusform>%n new finds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>Tried %Ln time(s).</source>
        <translation>
            <numerusform>Tried once.</numerusform>
            <numerusform>Tried %Ln times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more work(s)</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more name(s)</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) of %1 together</source>
        <translation>
            <numerusform>%Ln request of %1</numerusform>
            <numerusform>%Ln requests of %1 together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln asked for before and not answered yet go(es) on</source>
        <translation>
            <numerusform>%Ln asked for before and not answered yet goes on</numerusform>
            <numerusform>%Ln asked for before and not answered yet go on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindDetail</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>%n of them sealed: nothing about these leaves this machine.</source>
        <translation>
            <numerusform>%n of them sealed: nothing about it leaves this machine.</numerusform>
            <numerusform>%n of them sealed: nothing about these leaves this machine.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Ledger</name>
    <message numerus="yes">
        <source>%Ln line(s), and the chain holds.</source>
        <translation>
            <numerusform>%Ln line, and the chain holds.</numerusform>
            <numerusform>%Ln lines, and the chain holds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The ledger has %Ln line(s), and it is not as it was written.</source>
        <translation>
            <numerusform>The ledger has %Ln line, and it is not as it was written.</numerusform>
            <numerusform>The ledger has %Ln lines, and it is not as it was written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) dated before the line before: a clock was set back, or two clocks differ.</source>
        <translation>
            <numerusform>%Ln line is dated before the line before: a clock was set back, or two clocks differ.</numerusform>
            <numerusform>%Ln lines are dated before the line before: a clock was set back, or two clocks differ.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln statement</numerusform>
            <numerusform>%Ln statements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln work(s) spoken of</source>
        <translation>
            <numerusform>%Ln work</numerusform>
            <numerusform>%Ln works</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sealed work(s) left out.</source>
        <translation>
            <numerusform>%Ln sealed work is left out.</numerusform>
            <numerusform>%Ln sealed works are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerWords</name>
    <message numerus="yes">
        <source>about %n work(s)</source>
        <translation>
            <numerusform>about %n work</numerusform>
            <numerusform>about %n works</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MatchRows</name>
    <message numerus="yes">
        <source>and %n more reason(s)</source>
        <translation>
            <numerusform>and %n more reason</numerusform>
            <numerusform>and %n more reasons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NameTester</name>
    <message numerus="yes">
        <source>%n hit(s).</source>
        <translation>
            <numerusform>%n hit.</numerusform>
            <numerusform>%n hits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back.</source>
        <translation>
            <numerusform>%n held back.</numerusform>
            <numerusform>%n held back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message numerus="yes">
        <source>%n request(s) left,</source>
        <translation>
            <numerusform>%n request left,</numerusform>
            <numerusform>%n requests left,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were refused here, and nothing of them left.</source>
        <translation>
            <numerusform>%n was refused here, and nothing of it left.</numerusform>
            <numerusform>%n were refused here, and nothing of them left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied.</source>
        <translation>
            <numerusform>%n line copied.</numerusform>
            <numerusform>%n lines copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PortfolioView</name>
    <message numerus="yes">
        <source>Give %n work(s) to a client</source>
        <translation>
            <numerusform>Give %n work to a client</numerusform>
            <numerusform>Give %n works to a client</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message numerus="yes">
        <source>and %Ln older one(s)</source>
        <translation>
            <numerusform>and %Ln older one</numerusform>
            <numerusform>and %Ln older ones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Register</name>
    <message numerus="yes">
        <source>all %Ln work(s)</source>
        <translation>
            <numerusform>the one work</numerusform>
            <numerusform>all %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more of the same make</source>
        <translation>
            <numerusform>and %Ln more of the same make</numerusform>
            <numerusform>and %Ln more of the same make</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Register (%n declaration(s))</source>
        <translation>
            <numerusform>Register (%n declaration)</numerusform>
            <numerusform>Register (%n declarations)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not taken: Activity names it(them).</source>
        <translation>
            <numerusform>%Ln not taken: Activity names it.</numerusform>
            <numerusform>%Ln not taken: Activity names them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait(s): Activity says for what.</source>
        <translation>
            <numerusform>%Ln waits: Activity says for what.</numerusform>
            <numerusform>%Ln wait: Activity says for what.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Registries</name>
    <message numerus="yes">
        <source>%Ln new address(es), %1 known before.</source>
        <translation>
            <numerusform>%Ln new address, %1 known before.</numerusform>
            <numerusform>%Ln new addresses, %1 known before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) passed over.</source>
        <translation>
            <numerusform>%n line passed over.</numerusform>
            <numerusform>%n lines passed over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The packing list is in %1, with %n work(s) in it.</source>
        <translation>
            <numerusform>The packing list is in %1, with %n work in it.</numerusform>
            <numerusform>The packing list is in %1, with %n works in it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sealed and left out.</source>
        <translation>
            <numerusform>%n sealed and left out.</numerusform>
            <numerusform>%n sealed and left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a place in it; README.txt says why.</source>
        <translation>
            <numerusform>%n without a place in it; README.txt says why.</numerusform>
            <numerusform>%n without a place in it; README.txt says why.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SealPanel</name>
    <message numerus="yes">
        <source>%n work(s) are under this client.</source>
        <translation>
            <numerusform>%n work is under this client.</numerusform>
            <numerusform>%n works are under this client.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusCard</name>
    <message numerus="yes">
        <source>%Ln address(es) would be asked about.</source>
        <translation>
            <numerusform>%Ln address would be asked about.</numerusform>
            <numerusform>%Ln addresses would be asked about.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait(s) for another time.</source>
        <translation>
            <numerusform>%Ln more waits for another time.</numerusform>
            <numerusform>%Ln more wait for another time.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sealed work(s) left out.</source>
        <translation>
            <numerusform>%Ln sealed work is left out.</numerusform>
            <numerusform>%Ln sealed works are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln work(s) without a known address.</source>
        <translation>
            <numerusform>%Ln work has no known address.</numerusform>
            <numerusform>%Ln works have no known address.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermsPage</name>
    <message numerus="yes">
        <source>%n change(s). Saving makes version</source>
        <translation>
            <numerusform>%n change. Saving makes version</numerusform>
            <numerusform>%n changes. Saving makes version</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrustPage</name>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n certificate</numerusform>
            <numerusform>%n certificates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The official list is here: %n certificate(s).</source>
        <translation>
            <numerusform>The official list is here: %n certificate.</numerusform>
            <numerusform>The official list is here: %n certificates.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) from that file are on your trust list.</source>
        <translation>
            <numerusform>%n certificate from that file is on your trust list.</numerusform>
            <numerusform>%n certificates from that file are on your trust list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchCard</name>
    <message numerus="yes">
        <source>%n find(s) new</source>
        <translation>
            <numerusform>%n find new</numerusform>
            <numerusform>%n finds new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WebsitePage</name>
    <message numerus="yes">
        <source>%n file(s) that are not ours stay as they are.</source>
        <translation>
            <numerusform>%n file that is not ours stays as it is.</numerusform>
            <numerusform>%n files that are not ours stay as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message numerus="yes">
        <source>%n thing(s) still run(s).</source>
        <translation>
            <numerusform>%n thing still runs.</numerusform>
            <numerusform>%n things still run.</numerusform>
        </translation>
    </message>
</context>
</TS>
