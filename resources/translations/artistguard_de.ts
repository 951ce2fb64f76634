<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>Activity</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>Closing the window or a power cut loses nothing: a batch goes on where it was.</source>
        <translation>Wird das Fenster geschlossen oder fällt der Strom aus, geht nichts verloren: Jeder Stapel geht dort weiter, wo er war.</translation>
    </message>
    <message>
        <source>Nothing has been done yet. Batches of work are listed here.</source>
        <translation>Noch ist nichts geschehen. Hier stehen die Stapel, an denen gearbeitet wird.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Finishing what was interrupted</source>
        <translation>Unterbrochenes wird beendet</translation>
    </message>
    <message>
        <source>%1 was interrupted: %2.</source>
        <translation>%1 wurde unterbrochen: %2.</translation>
    </message>
    <message>
        <source>%1 batches were interrupted.</source>
        <translation>%1 Stapel wurden unterbrochen.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>A batch</source>
        <translation>Ein Stapel</translation>
    </message>
    <message>
        <source>Taking in %1</source>
        <translation>%1 wird aufgenommen</translation>
    </message>
    <message>
        <source>Signed copies to %1</source>
        <translation>Signierte Kopien nach %1</translation>
    </message>
    <message>
        <source>Reading the words of %1</source>
        <translation>Die Wörter von %1 werden gelesen</translation>
    </message>
    <message>
        <source>Searching %1</source>
        <translation>%1 wird durchsucht</translation>
    </message>
    <message>
        <source>Recording at %1</source>
        <translation>Eintragen bei %1</translation>
    </message>
    <message>
        <source>Withdrawing at %1</source>
        <translation>Zurückziehen bei %1</translation>
    </message>
    <message>
        <source>the local ledger</source>
        <translation>eigenes Journal</translation>
    </message>
    <message>
        <source>%1. At work in another window or program.</source>
        <translation>%1. In einem anderen Fenster oder Programm in Arbeit.</translation>
    </message>
    <message>
        <source>%1. The rest waits since %2, because: %3 It is tried again from %4 on.</source>
        <translation>%1. Der Rest wartet seit %2, denn: %3 Ab %4 wird es wieder versucht.</translation>
    </message>
    <message>
        <source>%1. The rest is tried again from %2 on.</source>
        <translation>%1. Der Rest wird ab %2 wieder versucht.</translation>
    </message>
    <message>
        <source>%1. It waits: press Go on.</source>
        <translation>%1. Wartet: mit „Weiter“ geht es weiter.</translation>
    </message>
    <message>
        <source>Cancelled at %1. What was finished stays. %2</source>
        <translation>Abgebrochen bei %1. Was fertig war, bleibt. %2</translation>
    </message>
    <message>
        <source>%1 of %2 parts searched. %3</source>
        <translation>%1 von %2 Teilen durchsucht. %3</translation>
    </message>
    <message>
        <source>%1 withdrawn. %2</source>
        <translation>%1 zurückgezogen. %2</translation>
    </message>
    <message>
        <source>%1 recorded. %2</source>
        <translation>%1 eingetragen. %2</translation>
    </message>
    <message>
        <source>%1 written and read back. %2</source>
        <translation>%1 geschrieben und zurückgelesen. %2</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>%1 known already</source>
        <translation>%1 schon bekannt</translation>
    </message>
    <message>
        <source>%1 new editions</source>
        <translation>%1 neue Fassungen</translation>
    </message>
    <message>
        <source>%1 joined to their source or export</source>
        <translation>%1 ihrer Quelle oder ihrem Export zugeordnet</translation>
    </message>
    <message>
        <source>%1 moved</source>
        <translation>%1 verschoben</translation>
    </message>
    <message>
        <source>%1 copies of known files</source>
        <translation>%1 Kopien bekannter Dateien</translation>
    </message>
    <message>
        <source>%1 no pictures</source>
        <translation>%1 keine Bilder</translation>
    </message>
    <message>
        <source>%1 changed since, not taken in</source>
        <translation>%1 seither geändert, nicht aufgenommen</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>etwa %1 s</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>etwa %1 min</translation>
    </message>
    <message>
        <source>about %1 h</source>
        <translation>etwa %1 h</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>AddWatch</name>
    <message>
        <source>Add a watch</source>
        <translation>Wache hinzufügen</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>As its page calls it: account/name. Left empty: all that are known. To scan it: name, path, address.</source>
        <translation>Wie seine Seite ihn nennt: Konto/Name; leer: alle bekannten. Zum Durchsuchen: sein Name, Pfad oder seine Adresse.</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>This is what it would ask first, to the last byte:</source>
        <translation>Das würde sie zuerst fragen, bis aufs letzte Byte:</translation>
    </message>
    <message>
        <source>Add this watch</source>
        <translation>Diese Wache hinzufügen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Looks for you %1.</source>
        <translation>Sucht dich %1.</translation>
    </message>
    <message>
        <source>Under seal, so not asked for: %1.</source>
        <translation>Unter Siegel, darum wird nicht danach gefragt: %1.</translation>
    </message>
</context>
<context>
    <name>AllowedPanel</name>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>None. A find&apos;s card has a button that allows its account or address.</source>
        <translation>Nichts. Die Karte eines Fundes hat einen Knopf, der sein Konto oder seine Adresse erlaubt.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Take back: %1</source>
        <translation>Zurücknehmen: %1</translation>
    </message>
    <message>
        <source>Taken back: what %1 holds is a find again.</source>
        <translation>Zurückgenommen: Was %1 enthält, ist wieder ein Fund.</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>A reader that sees a no does not have to honour it.</source>
        <translation>Wer ein Nein sieht, muss sich nicht daran halten.</translation>
    </message>
    <message>
        <source>What the file says</source>
        <translation>Was die Datei sagt</translation>
    </message>
    <message>
        <source>Looking at %1 ...</source>
        <translation>%1 wird angesehen …</translation>
    </message>
    <message>
        <source>No picture can be shown of it.</source>
        <translation>Davon kann kein Bild gezeigt werden.</translation>
    </message>
    <message>
        <source>Nothing of yours</source>
        <translation>Nichts von dir</translation>
    </message>
    <message>
        <source>Nothing of yours to put beside it.</source>
        <translation>Nichts von dir, das daneben stehen könnte.</translation>
    </message>
    <message>
        <source>Its file is not at hand.</source>
        <translation>Die Datei dazu ist nicht zur Hand.</translation>
    </message>
    <message>
        <source>This is %1 of your %2, the very file; %3.</source>
        <translation>Das ist %1 von deinem %2, genau diese Datei; %3.</translation>
    </message>
    <message>
        <source>Nothing of yours.</source>
        <translation>Nichts von dir.</translation>
    </message>
    <message>
        <source>This looks like your %1, %2; %3.</source>
        <translation>Das sieht aus wie dein %1, %2; %3.</translation>
    </message>
    <message>
        <source>This looks like your %1; %3.</source>
        <translation>Das sieht aus wie dein %1; %3.</translation>
    </message>
    <message>
        <source>This looks very much like your %1, %2; %3.</source>
        <translation>Das sieht ganz aus wie dein %1, %2; %3.</translation>
    </message>
    <message>
        <source>This looks very much like your %1; %3.</source>
        <translation>Das sieht ganz aus wie dein %1; %3.</translation>
    </message>
    <message>
        <source>It looks like %1 as well.</source>
        <translation>Es sieht auch aus wie %1.</translation>
    </message>
    <message>
        <source>Likeness by fingerprints alone: a strong hint, no proof.</source>
        <translation>Ähnlichkeit allein nach Fingerabdrücken: ein starker Hinweis, kein Beweis.</translation>
    </message>
    <message>
        <source>The picture is too plain to be told from others by its looks; the file itself is none of yours.</source>
        <translation>Das Bild ist zu schlicht, um es am Aussehen von anderen zu unterscheiden; die Datei selbst ist keine von deinen.</translation>
    </message>
    <message>
        <source>There is no work to compare with yet.</source>
        <translation>Es gibt noch kein Werk zum Vergleichen.</translation>
    </message>
    <message>
        <source>Compared with %1 of your works, flipped and turned in every way. A strong crop or a redrawing would not be found this way.</source>
        <translation>Mit %1 deiner Werke verglichen, auf jede Weise gespiegelt und gedreht. Ein starker Beschnitt oder eine Nachzeichnung würde so nicht gefunden.</translation>
    </message>
    <message>
        <source>turned left</source>
        <translation>nach links gedreht</translation>
    </message>
    <message>
        <source>upside down</source>
        <translation>auf dem Kopf</translation>
    </message>
    <message>
        <source>turned right</source>
        <translation>nach rechts gedreht</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>mirrored and turned left</source>
        <translation>gespiegelt und nach links gedreht</translation>
    </message>
    <message>
        <source>mirrored and upside down</source>
        <translation>gespiegelt und auf dem Kopf</translation>
    </message>
    <message>
        <source>mirrored and turned right</source>
        <translation>gespiegelt und nach rechts gedreht</translation>
    </message>
    <message>
        <source>the master</source>
        <translation>die Urfassung</translation>
    </message>
    <message>
        <source>the source file</source>
        <translation>die Quelldatei</translation>
    </message>
    <message>
        <source>an export</source>
        <translation>ein Export</translation>
    </message>
    <message>
        <source>a signed copy</source>
        <translation>eine signierte Kopie</translation>
    </message>
    <message>
        <source>a posting copy</source>
        <translation>eine Kopie zum Posten</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see a no in it</source>
        <translation>%1 von %2 Arten von Lesern sehen ein Nein darin</translation>
    </message>
    <message>
        <source>it carries no reservation any more</source>
        <translation>sie trägt keinen Vorbehalt mehr</translation>
    </message>
    <message>
        <source>it carries no reservation</source>
        <translation>sie trägt keinen Vorbehalt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>None. Nobody vouches for this file.</source>
        <translation>Keiner. Niemand bürgt für diese Datei.</translation>
    </message>
    <message>
        <source>Who vouches</source>
        <translation>Wer bürgt</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Gemacht mit</translation>
    </message>
    <message>
        <source>and %1 more tags</source>
        <translation>und %1 weitere Angaben</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>My answers to AI</source>
        <translation>Meine Antworten an KI</translation>
    </message>
    <message>
        <source>Data mining</source>
        <translation>Data-Mining</translation>
    </message>
    <message>
        <source>collecting and analysing pictures with programs</source>
        <translation>Bilder mit Programmen sammeln und auswerten</translation>
    </message>
    <message>
        <source>AI training</source>
        <translation>KI-Training</translation>
    </message>
    <message>
        <source>training models that recognise or sort</source>
        <translation>Modelle trainieren, die erkennen oder ordnen</translation>
    </message>
    <message>
        <source>Generative training</source>
        <translation>Generatives Training</translation>
    </message>
    <message>
        <source>training models that make pictures</source>
        <translation>Modelle trainieren, die Bilder erzeugen</translation>
    </message>
    <message>
        <source>AI input</source>
        <translation>KI-Eingabe</translation>
    </message>
    <message>
        <source>giving the picture to a finished model</source>
        <translation>das Bild in ein fertiges Modell geben</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Frag mich</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
</context>
<context>
    <name>AskBox</name>
    <message>
        <source>Somebody sent you a link or a file? Put it here.</source>
        <translation>Hat dir jemand einen Link oder eine Datei geschickt? Leg sie hier hin.</translation>
    </message>
    <message>
        <source>A model&apos;s page, a data set, a picture, a LoRA file, a prompt: what of yours is in it?</source>
        <translation>Die Seite eines Modells, ein Datensatz, ein Bild, eine LoRA-Datei, ein Prompt: Was von dir steckt darin?</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>Dateien wählen</translation>
    </message>
</context>
<context>
    <name>AskField</name>
    <message>
        <source>A link, a text or a prompt</source>
        <translation>Ein Link, ein Text oder ein Prompt</translation>
    </message>
    <message>
        <source>Paste a link, a text or a prompt</source>
        <translation>Link, Text oder Prompt einfügen</translation>
    </message>
</context>
<context>
    <name>Attacks</name>
    <message>
        <source>as it is</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>JPEG, quality 75</source>
        <translation>JPEG, Qualität 75</translation>
    </message>
    <message>
        <source>JPEG, quality 30</source>
        <translation>JPEG, Qualität 30</translation>
    </message>
    <message>
        <source>JPEG, quality 10</source>
        <translation>JPEG, Qualität 10</translation>
    </message>
    <message>
        <source>WebP, quality 50</source>
        <translation>WebP, Qualität 50</translation>
    </message>
    <message>
        <source>thumbnail of 200 pixels</source>
        <translation>Vorschaubild von 200 Pixeln</translation>
    </message>
    <message>
        <source>pressed into a square</source>
        <translation>zum Quadrat gestaucht</translation>
    </message>
    <message>
        <source>middle square of 224 pixels</source>
        <translation>mittleres Quadrat von 224 Pixeln</translation>
    </message>
    <message>
        <source>middle square of 512 pixels</source>
        <translation>mittleres Quadrat von 512 Pixeln</translation>
    </message>
    <message>
        <source>white border to a square</source>
        <translation>weiß zum Quadrat ergänzt</translation>
    </message>
    <message>
        <source>black border to a square</source>
        <translation>schwarz zum Quadrat ergänzt</translation>
    </message>
    <message>
        <source>5 % cut off anywhere</source>
        <translation>5 % irgendwo abgeschnitten</translation>
    </message>
    <message>
        <source>10 % cut off anywhere</source>
        <translation>10 % irgendwo abgeschnitten</translation>
    </message>
    <message>
        <source>20 % cut off anywhere</source>
        <translation>20 % irgendwo abgeschnitten</translation>
    </message>
    <message>
        <source>30 % cut off anywhere</source>
        <translation>30 % irgendwo abgeschnitten</translation>
    </message>
    <message>
        <source>half of each side cut off</source>
        <translation>die Hälfte jeder Seite abgeschnitten</translation>
    </message>
    <message>
        <source>20 % cut off all round</source>
        <translation>20 % ringsum abgeschnitten</translation>
    </message>
    <message>
        <source>pressed into 4:5</source>
        <translation>auf 4:5 gestaucht</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>turned left</source>
        <translation>nach links gedreht</translation>
    </message>
    <message>
        <source>upside down</source>
        <translation>auf dem Kopf</translation>
    </message>
    <message>
        <source>tilted by 5 degrees, white corners</source>
        <translation>um 5 Grad gekippt, weiße Ecken</translation>
    </message>
    <message>
        <source>tilted by 2 degrees, white corners</source>
        <translation>um 2 Grad gekippt, weiße Ecken</translation>
    </message>
    <message>
        <source>white frame of 5 %</source>
        <translation>weißer Rahmen von 5 %</translation>
    </message>
    <message>
        <source>black frame of 10 %</source>
        <translation>schwarzer Rahmen von 10 %</translation>
    </message>
    <message>
        <source>letterbox of 16:9</source>
        <translation>Balken zu 16:9</translation>
    </message>
    <message>
        <source>watermark all over</source>
        <translation>Wasserzeichen überall</translation>
    </message>
    <message>
        <source>bar with a caption</source>
        <translation>Balken mit Bildtext</translation>
    </message>
    <message>
        <source>screenshot of a page</source>
        <translation>Bildschirmfoto einer Seite</translation>
    </message>
    <message>
        <source>40 % brighter</source>
        <translation>40 % heller</translation>
    </message>
    <message>
        <source>50 % more contrast</source>
        <translation>50 % mehr Kontrast</translation>
    </message>
    <message>
        <source>gamma of 0.6</source>
        <translation>Gamma von 0,6</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>grau</translation>
    </message>
    <message>
        <source>other colours</source>
        <translation>andere Farben</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>with noise</source>
        <translation>mit Rauschen</translation>
    </message>
    <message>
        <source>softened as image models do</source>
        <translation>weichgezeichnet wie von Bildmodellen</translation>
    </message>
    <message>
        <source>a quarter of a collage</source>
        <translation>ein Viertel einer Collage</translation>
    </message>
    <message>
        <source>mirrored, 10 % cut off, JPEG</source>
        <translation>gespiegelt, 10 % abgeschnitten, JPEG</translation>
    </message>
    <message>
        <source>grey frame of 7 %</source>
        <translation>grauer Rahmen von 7 %</translation>
    </message>
    <message>
        <source>black frame of 4 %</source>
        <translation>schwarzer Rahmen von 4 %</translation>
    </message>
    <message>
        <source>white frame of 6.5 %</source>
        <translation>weißer Rahmen von 6,5 %</translation>
    </message>
    <message>
        <source>tilted by 3.3 degrees, white corners</source>
        <translation>um 3,3 Grad gekippt, weiße Ecken</translation>
    </message>
    <message>
        <source>tilted by 4.4 degrees, black corners</source>
        <translation>um 4,4 Grad gekippt, schwarze Ecken</translation>
    </message>
    <message>
        <source>tilted by 3 degrees, corners cut off</source>
        <translation>um 3 Grad gekippt, Ecken abgeschnitten</translation>
    </message>
    <message>
        <source>15 % of the width cut off</source>
        <translation>15 % der Breite abgeschnitten</translation>
    </message>
    <message>
        <source>15 % of the height cut off</source>
        <translation>15 % der Höhe abgeschnitten</translation>
    </message>
    <message>
        <source>27 % of the width cut off</source>
        <translation>27 % der Breite abgeschnitten</translation>
    </message>
    <message>
        <source>bar of 8 % below</source>
        <translation>Balken von 8 % unten</translation>
    </message>
    <message>
        <source>mirrored, upside down</source>
        <translation>gespiegelt, auf dem Kopf</translation>
    </message>
    <message>
        <source>transposed</source>
        <translation>an der Diagonale gespiegelt</translation>
    </message>
    <message>
        <source>letterbox of 16:10</source>
        <translation>Balken zu 16:10</translation>
    </message>
    <message>
        <source>12 % cut off, pressed into 4:5</source>
        <translation>12 % abgeschnitten, auf 4:5 gestaucht</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Kind of message</source>
        <translation>Art der Meldung</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Tag and sign</source>
        <translation>Auszeichnen und signieren</translation>
    </message>
    <message>
        <source>My terms</source>
        <translation>Meine Bedingungen</translation>
    </message>
    <message>
        <source>Which of your terms are written into the copies</source>
        <translation>Welche deiner Bedingungen in die Kopien geschrieben werden</translation>
    </message>
    <message>
        <source>Kind of copy</source>
        <translation>Art der Kopie</translation>
    </message>
    <message>
        <source>Posting copy, %1 px</source>
        <translation>Kopie zum Posten, %1 px</translation>
    </message>
    <message>
        <source>What platforms keep</source>
        <translation>Was Plattformen behalten</translation>
    </message>
    <message>
        <source>Return. Your originals are only read; copies are written.</source>
        <translation>Eingabetaste. Deine Originale werden nur gelesen; geschrieben werden Kopien.</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Looking at what would happen...</source>
        <translation>Es wird nachgesehen, was geschehen würde …</translation>
    </message>
    <message>
        <source>So many files are looked at one by one when it begins.</source>
        <translation>So viele Dateien werden erst zu Beginn einzeln angesehen.</translation>
    </message>
    <message>
        <source>Signed copy, full size</source>
        <translation>Signierte Kopie, volle Größe</translation>
    </message>
    <message>
        <source>Register…</source>
        <translation>Eintragen …</translation>
    </message>
    <message>
        <source>Have registries note your terms for these works</source>
        <translation>Register deine Bedingungen für diese Werke notieren lassen</translation>
    </message>
    <message>
        <source>%1, or the client&apos;s own</source>
        <translation>%1, oder die des Kunden</translation>
    </message>
    <message>
        <source>Where the copies go</source>
        <translation>Wohin die Kopien kommen</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>%1. Choose another folder</source>
        <translation>%1. Anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Folder for the copies: %1</source>
        <translation>Ordner für die Kopien: %1</translation>
    </message>
    <message numerus="yes">
        <source>Tag and sign %n work(s)</source>
        <translation>
            <numerusform>%n Werk auszeichnen und signieren</numerusform>
            <numerusform>%n Werke auszeichnen und signieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing. Activity shows how far it is.</source>
        <translation>Es wird signiert. Unter Vorgänge steht, wie weit es ist.</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>%1 written, %2 left out. Activity names them.</source>
        <translation>%1 geschrieben, %2 ausgelassen. Unter „Vorgänge“ stehen sie mit Namen.</translation>
    </message>
    <message>
        <source>Stopped. %1 copies are finished; the rest waits in Activity, and nothing is half written.</source>
        <translation>Angehalten. %1 Kopien sind fertig; der Rest wartet unter „Vorgänge“, und nichts ist halb geschrieben.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>Nothing to do: the copies are there already.</source>
        <translation>Nichts zu tun: Die Kopien sind schon da.</translation>
    </message>
    <message numerus="yes">
        <source>%n posting cop(ies) written to %1 and read back.</source>
        <translation>
            <numerusform>%n Kopie zum Posten nach %1 geschrieben und zurückgelesen.</numerusform>
            <numerusform>%n Kopien zum Posten nach %1 geschrieben und zurückgelesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed cop(ies) written to %1. The pictures are the same to the last bit; each was read back.</source>
        <translation>
            <numerusform>%n signierte Kopie nach %1 geschrieben. Das Bild ist bis aufs letzte Bit dasselbe; sie wurde zurückgelesen.</numerusform>
            <numerusform>%n signierte Kopien nach %1 geschrieben. Die Bilder sind bis aufs letzte Bit dieselben; jede wurde zurückgelesen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchCard</name>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 misslungen</translation>
    </message>
    <message>
        <source>%1 failed: names and reasons</source>
        <translation>%1 misslungen: Namen und Gründe</translation>
    </message>
    <message>
        <source>Waits for its turn.</source>
        <translation>Wartet, bis es an der Reihe ist.</translation>
    </message>
    <message>
        <source>At work.</source>
        <translation>In Arbeit.</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1 to go</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Stopping. The files at work are finished first.</source>
        <translation>Hält an. Die Dateien in Arbeit werden erst fertig.</translation>
    </message>
    <message>
        <source>Kind of work</source>
        <translation>Art der Arbeit</translation>
    </message>
</context>
<context>
    <name>ByItself</name>
    <message>
        <source>Due records</source>
        <translation>Fällige Einträge</translation>
    </message>
    <message>
        <source>Due watches</source>
        <translation>Fällige Wachen</translation>
    </message>
    <message numerus="yes">
        <source>%n new find(s)</source>
        <translation>
            <numerusform>%n neuer Fund</numerusform>
            <numerusform>%n neue Funde</numerusform>
        </translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Funde</translation>
    </message>
</context>
<context>
    <name>CardList</name>
    <message>
        <source>Finds</source>
        <translation>Funde</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>What platforms keep</source>
        <translation>Was Plattformen behalten</translation>
    </message>
    <message>
        <source>What is it, what of yours is in it, who sees a no in it? It stays here unless you agree to more.</source>
        <translation>Was ist es, was von dir steckt darin, wer sieht ein Nein darin? Es bleibt hier, solange du nicht mehr erlaubst.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>Checking files</source>
        <translation>Dateien werden geprüft</translation>
    </message>
    <message>
        <source>No files were found there.</source>
        <translation>Dort wurden keine Dateien gefunden.</translation>
    </message>
    <message>
        <source>%1 of %2 are yours or look like yours.</source>
        <translation>%1 von %2 sind deine oder sehen so aus.</translation>
    </message>
</context>
<context>
    <name>ClientNamesPanel</name>
    <message>
        <source>Names of clients</source>
        <translation>Namen von Kunden</translation>
    </message>
    <message>
        <source>A client&apos;s name or character</source>
        <translation>Name oder Figur eines Kunden</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Von wem</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>%1 is looked for from now on. While that client is sealed it leaves this machine in no request.</source>
        <translation>%1 wird ab jetzt gesucht. Solange dieser Kunde versiegelt ist, verlässt es diesen Rechner in keiner Anfrage.</translation>
    </message>
    <message>
        <source>Removed: %1.</source>
        <translation>Entfernt: %1.</translation>
    </message>
</context>
<context>
    <name>ClientSwitcher</name>
    <message>
        <source>Client</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Whose work is shown</source>
        <translation>Wessen Werke gezeigt werden</translation>
    </message>
    <message>
        <source>All work</source>
        <translation>Alle Werke</translation>
    </message>
    <message>
        <source>%1, sealed</source>
        <translation>%1, versiegelt</translation>
    </message>
    <message>
        <source>New client...</source>
        <translation>Neuer Kunde …</translation>
    </message>
</context>
<context>
    <name>ClientsPage</name>
    <message>
        <source>Clients</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Whom you work for. Their works carry their rights, and their seal says what may leave this machine.</source>
        <translation>Für wen du arbeitest. Ihre Werke tragen ihre Rechte, und ihr Siegel sagt, was diesen Rechner verlassen darf.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>New client…</source>
        <translation>Neuer Kunde …</translation>
    </message>
    <message>
        <source>No clients yet. Works without a client are your own, and under no seal.</source>
        <translation>Noch keine Kunden. Werke ohne Kunden sind deine eigenen und unter keinem Siegel.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Their preset</source>
        <translation>Ihre Vorgabe</translation>
    </message>
    <message>
        <source>Their works are signed with it where nothing else is chosen.</source>
        <translation>Damit werden ihre Werke signiert, wenn nichts anderes gewählt ist.</translation>
    </message>
    <message>
        <source>Their rights</source>
        <translation>Ihre Rechte</translation>
    </message>
    <message>
        <source>What stands here goes before the preset&apos;s.</source>
        <translation>Was hier steht, geht der Vorgabe vor.</translation>
    </message>
    <message>
        <source>Mandate</source>
        <translation>Vollmacht</translation>
    </message>
    <message>
        <source>Whether somebody may act for the rights holder: write to a platform, say, or to a court.</source>
        <translation>Ob jemand für den Rechteinhaber handeln darf: etwa einer Plattform oder einem Gericht schreiben.</translation>
    </message>
    <message>
        <source>Rights holder</source>
        <translation>Rechteinhaber</translation>
    </message>
    <message>
        <source>who gives the mandate</source>
        <translation>wer die Vollmacht gibt</translation>
    </message>
    <message>
        <source>Who may act</source>
        <translation>Wer handeln darf</translation>
    </message>
    <message>
        <source>empty: nobody may</source>
        <translation>leer: niemand</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>Wofür</translation>
    </message>
    <message>
        <source>takedown notices, registrations</source>
        <translation>Löschverlangen, Eintragungen</translation>
    </message>
    <message>
        <source>Until withdrawn</source>
        <translation>Bis auf Widerruf</translation>
    </message>
    <message>
        <source>Until a day</source>
        <translation>Bis zu einem Tag</translation>
    </message>
    <message>
        <source>Mandate until</source>
        <translation>Vollmacht bis</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>The default one</source>
        <translation>Die übliche</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>versiegelt</translation>
    </message>
    <message>
        <source>What you changed of %1 is not saved yet.</source>
        <translation>Was du an %1 geändert hast, ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Leave it unsaved</source>
        <translation>Nicht speichern</translation>
    </message>
    <message>
        <source>Not saved yet. Copies made before keep what they say.</source>
        <translation>Noch nicht gespeichert. Frühere Kopien behalten, was sie sagen.</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Nichts geändert.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>%1 is there now, and sealed.</source>
        <translation>%1 ist jetzt da, und versiegelt.</translation>
    </message>
    <message>
        <source>%1 is sealed.</source>
        <translation>%1 ist versiegelt.</translation>
    </message>
    <message>
        <source>The seal of %1 is open.</source>
        <translation>Das Siegel von %1 ist offen.</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>Side by side, or one over the other (C)</source>
        <translation>Nebeneinander oder übereinander (C)</translation>
    </message>
    <message>
        <source>Compare point by point</source>
        <translation>Punkt für Punkt vergleichen</translation>
    </message>
    <message>
        <source>Compare with a file</source>
        <translation>Mit einer Datei vergleichen</translation>
    </message>
    <message>
        <source>The set has its hash, not the picture.</source>
        <translation>Der Datensatz hat seinen Hash, nicht das Bild.</translation>
    </message>
    <message>
        <source>It is not at hand.</source>
        <translation>Es ist nicht zur Hand.</translation>
    </message>
    <message>
        <source>The find does not say where its picture lies. Choose the file, if you have it.</source>
        <translation>Der Fund sagt nicht, wo sein Bild liegt. Wählen Sie die Datei, wenn Sie sie haben.</translation>
    </message>
    <message>
        <source>Comparing pictures</source>
        <translation>Bilder werden verglichen</translation>
    </message>
    <message>
        <source>Pictures (*)</source>
        <translation>Bilder (*)</translation>
    </message>
    <message>
        <source>The picture lies there.</source>
        <translation>Das Bild liegt dort.</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>One over the other</source>
        <translation>Übereinander</translation>
    </message>
</context>
<context>
    <name>ConsentPanel</name>
    <message>
        <source>Question of consent</source>
        <translation>Frage um Erlaubnis</translation>
    </message>
    <message>
        <source>This is what would be sent, to the last byte:</source>
        <translation>Das würde gesendet, bis aufs letzte Byte:</translation>
    </message>
    <message>
        <source>The host also learns your network address. You can withdraw this in Settings.</source>
        <translation>Der Host erfährt auch deine Netzadresse. In den Einstellungen kannst du das widerrufen.</translation>
    </message>
    <message>
        <source>The network is switched off.</source>
        <translation>Das Netz ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>Open the network settings</source>
        <translation>Zu den Netz-Einstellungen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>This needs the network.</source>
        <translation>Dafür braucht es das Netz.</translation>
    </message>
    <message>
        <source>May these hosts be asked?</source>
        <translation>Dürfen diese Hosts gefragt werden?</translation>
    </message>
    <message>
        <source>May %1 be asked?</source>
        <translation>Darf %1 gefragt werden?</translation>
    </message>
    <message>
        <source>Ask these hosts</source>
        <translation>Diese Hosts fragen</translation>
    </message>
    <message>
        <source>Ask this host</source>
        <translation>Diesen Host fragen</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>Tried %Ln time(s).</source>
        <translation>
            <numerusform>Einmal versucht.</numerusform>
            <numerusform>%Ln Mal versucht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more work(s)</source>
        <translation>
            <numerusform>%1 und %Ln weiteres</numerusform>
            <numerusform>%1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more name(s)</source>
        <translation>
            <numerusform>%1 und %Ln weiterer</numerusform>
            <numerusform>%1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) of %1 together</source>
        <translation>
            <numerusform>%Ln Anfrage von %1</numerusform>
            <numerusform>%Ln Anfragen von zusammen %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln asked for before and not answered yet go(es) on</source>
        <translation>
            <numerusform>%Ln schon verlangte, noch nicht beantwortete geht weiter</numerusform>
            <numerusform>%Ln schon verlangte, noch nicht beantwortete gehen weiter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CreatePanel</name>
    <message>
        <source>A new signature</source>
        <translation>Eine neue Signatur</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Shown as the signer.</source>
        <translation>Wird als Unterzeichner gezeigt.</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>A studio&apos;s name; empty: the same as the name.</source>
        <translation>Name eines Studios; leer: wie der Name.</translation>
    </message>
    <message>
        <source>ES256 (every reader takes it)</source>
        <translation>ES256 (jeder Leser nimmt es)</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Anyone can check that nothing was changed since you signed. Who you are they cannot: public verifiers will show an unknown signer, because no authority they know vouches for you.</source>
        <translation>Jeder kann prüfen, dass seit deiner Unterschrift nichts geändert wurde. Wer du bist, nicht: Öffentliche Prüfer zeigen einen unbekannten Unterzeichner, denn keine Stelle, die sie kennen, bürgt für dich.</translation>
    </message>
    <message>
        <source>Create my signature</source>
        <translation>Meine Signatur anlegen</translation>
    </message>
</context>
<context>
    <name>DataSets</name>
    <message>
        <source>Data sets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>Tabelle wählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Some data sets publish a hash of every picture. They are searched for views of your works: mirrored, cut, framed. A row that is found says that the set lists a picture of such a hash; not that a model learned it.</source>
        <translation>Manche Datensätze veröffentlichen einen Hash jedes Bildes. Sie werden nach Ansichten deiner Werke durchsucht: gespiegelt, beschnitten, gerahmt. Eine gefundene Zeile sagt, dass der Datensatz ein Bild mit einem solchen Hash aufführt; nicht, dass ein Modell es gelernt hat.</translation>
    </message>
    <message>
        <source>Parquet, Arrow, CSV, TSV, tar; a folder of these or of pictures</source>
        <translation>Parquet, Arrow, CSV, TSV, tar; ein Ordner davon oder mit Bildern</translation>
    </message>
    <message>
        <source>Tables and tars (*.parquet *.arrow *.feather *.csv *.tsv *.tar)</source>
        <translation>Tabellen und Tars (*.parquet *.arrow *.feather *.csv *.tsv *.tar)</translation>
    </message>
    <message>
        <source>Search it</source>
        <translation>Durchsuchen</translation>
    </message>
    <message>
        <source>What a search of %1 takes</source>
        <translation>Was eine Suche in %1 braucht</translation>
    </message>
    <message>
        <source>Read its words</source>
        <translation>Wörter lesen</translation>
    </message>
    <message>
        <source>What reading the words of %1 takes</source>
        <translation>Was das Lesen der Wörter von %1 braucht</translation>
    </message>
    <message>
        <source>Compare pictures</source>
        <translation>Bilder vergleichen</translation>
    </message>
    <message>
        <source>What a check of %1 takes</source>
        <translation>Was eine Prüfung von %1 braucht</translation>
    </message>
</context>
<context>
    <name>DayView</name>
    <message>
        <source>Said in copies and registries</source>
        <translation>Gesagt in Kopien und Registern</translation>
    </message>
    <message>
        <source>Said on a website, for what stands there</source>
        <translation>Gesagt auf einer Website, für das, was dort steht</translation>
    </message>
    <message>
        <source>Said on a website</source>
        <translation>Gesagt auf einer Website</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Nicht gesagt</translation>
    </message>
    <message>
        <source>What was said, and where. Whether whoever trains a model reads it is another matter.</source>
        <translation>Was gesagt wurde, und wo. Ob es liest, wer ein Modell trainiert, ist eine andere Frage.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 am %2</translation>
    </message>
    <message>
        <source>The work was not in this catalogue then.</source>
        <translation>Das Werk war damals nicht in diesem Katalog.</translation>
    </message>
    <message>
        <source>All works on %1</source>
        <translation>Alle Werke am %1</translation>
    </message>
    <message>
        <source>Works known then</source>
        <translation>Damals bekannte Werke</translation>
    </message>
    <message>
        <source>Said in a copy or a registry</source>
        <translation>In einer Kopie oder einem Register gesagt</translation>
    </message>
    <message>
        <source>Without any gap</source>
        <translation>Ohne jede Lücke</translation>
    </message>
    <message>
        <source>With a consent of yours</source>
        <translation>Mit einem Ja von dir</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Check it now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Ask how it stands</source>
        <translation>Fragen, wie es steht</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>What was said on a day</source>
        <translation>Was an einem Tag gesagt war</translation>
    </message>
    <message>
        <source>Take it back…</source>
        <translation>Zurücknehmen …</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Proves the moment</source>
        <translation>Belegt den Zeitpunkt</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>%1 fragen</translation>
    </message>
    <message>
        <source>Where the receipt goes</source>
        <translation>Wohin die Quittung kommt</translation>
    </message>
    <message>
        <source>Receipt (*.zip)</source>
        <translation>Quittung (*.zip)</translation>
    </message>
    <message>
        <source>The receipt is in %1. README.txt in it says how a stranger checks it.</source>
        <translation>Die Quittung ist in %1. README.txt darin sagt, wie Fremde sie prüfen.</translation>
    </message>
</context>
<context>
    <name>DropHint</name>
    <message>
        <source>What a drop does</source>
        <translation>Was ein Ablegen bewirkt</translation>
    </message>
    <message>
        <source>Look this up among your works. Nothing is imported.</source>
        <translation>Unter deinen Werken nachschlagen. Nichts wird aufgenommen.</translation>
    </message>
    <message>
        <source>Add to your portfolio. Your originals are only read.</source>
        <translation>In dein Portfolio aufnehmen. Deine Originale werden nur gelesen.</translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose:</source>
        <translation>Wählen:</translation>
    </message>
</context>
<context>
    <name>FindDetail</name>
    <message>
        <source>The find</source>
        <translation>Der Fund</translation>
    </message>
    <message>
        <source>Why am I seeing this?</source>
        <translation>Warum sehe ich das?</translation>
    </message>
    <message>
        <source>What belongs to it</source>
        <translation>Was dazugehört</translation>
    </message>
    <message>
        <source>Models whose cards declare it</source>
        <translation>Modelle, deren Karten ihn angeben</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>What was searched</source>
        <translation>Was durchsucht wurde</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Your browser asks that host, and tells it of you what browsers tell.</source>
        <translation>Dein Browser fragt diesen Host und verrät ihm von dir, was Browser verraten.</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>An account or an address of your own, or with your leave: no find any more.</source>
        <translation>Ein Konto oder eine Adresse von dir oder mit deiner Erlaubnis: kein Fund mehr.</translation>
    </message>
    <message>
        <source>held back by the weekly budget</source>
        <translation>zurückgehalten, weil die Woche voll ist</translation>
    </message>
    <message>
        <source>The account %1</source>
        <translation>Das Konto %1</translation>
    </message>
    <message>
        <source>The address %1 and all below it</source>
        <translation>Die Adresse %1 und alles darunter</translation>
    </message>
    <message>
        <source>This one alone</source>
        <translation>Nur dieses</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>Der Link ist kopiert.</translation>
    </message>
</context>
<context>
    <name>FindsPlace</name>
    <message>
        <source>Finds, watches, data sets or self-test</source>
        <translation>Funde, Wachen, Datensätze oder Selbsttest</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Funde</translation>
    </message>
    <message>
        <source>Watches</source>
        <translation>Wachen</translation>
    </message>
    <message>
        <source>Data sets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
</context>
<context>
    <name>FirstMinute</name>
    <message>
        <source>Say no</source>
        <translation>Nein sagen</translation>
    </message>
    <message>
        <source>Try to fool it</source>
        <translation>Versuche es zu täuschen</translation>
    </message>
    <message>
        <source>Use my folder</source>
        <translation>Meinen Ordner nehmen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>To your own portfolio. The Help menu leads back here.</source>
        <translation>Zu deinem eigenen Portfolio. Das Menü Hilfe führt hierher zurück.</translation>
    </message>
    <message>
        <source>The sample</source>
        <translation>Die Beispiele</translation>
    </message>
</context>
<context>
    <name>FirstSignature</name>
    <message>
        <source>Your signature</source>
        <translation>Deine Signatur</translation>
    </message>
    <message>
        <source>It is made on this machine, and the key stays here. Public verifiers will show an unknown signer: they confirm that a file is as you left it, and cannot confirm who you are.</source>
        <translation>Sie entsteht auf diesem Rechner, und der Schlüssel bleibt hier. Öffentliche Prüfer zeigen einen unbekannten Unterzeichner: Sie bestätigen, dass eine Datei so ist, wie du sie gelassen hast, und können nicht bestätigen, wer du bist.</translation>
    </message>
    <message>
        <source>Name in the signature</source>
        <translation>Name in der Signatur</translation>
    </message>
    <message>
        <source>Your name, as you sign your work</source>
        <translation>Dein Name, wie du deine Werke zeichnest</translation>
    </message>
    <message>
        <source>Passphrase for the key</source>
        <translation>Passphrase für den Schlüssel</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>Make it and sign</source>
        <translation>Anlegen und signieren</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Your first signature</source>
        <translation>Deine erste Signatur</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>Ein Name wird gebraucht.</translation>
    </message>
    <message>
        <source>There is no keychain here: the key is locked by a passphrase of %1 letters or more.</source>
        <translation>Hier gibt es keinen Schlüsselbund: Der Schlüssel wird mit einer Passphrase von mindestens %1 Zeichen verschlossen.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Die beiden Passphrasen sind verschieden.</translation>
    </message>
</context>
<context>
    <name>Folding</name>
    <message>
        <source>Particulars</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>FoolStep</name>
    <message>
        <source>Try to fool it</source>
        <translation>Versuche es zu täuschen</translation>
    </message>
    <message>
        <source>Platforms strip tags. So a work must be known by its picture.</source>
        <translation>Plattformen entfernen Angaben. Darum muss ein Werk an seinem Bild zu erkennen sein.</translation>
    </message>
    <message>
        <source>Mirror it</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Turn it</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Make it small</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Recompress it</source>
        <translation>Neu komprimieren</translation>
    </message>
    <message>
        <source>%1 and look it up</source>
        <translation>%1 und nachschlagen</translation>
    </message>
    <message>
        <source>Choose any file</source>
        <translation>Beliebige Datei wählen</translation>
    </message>
    <message>
        <source>Press a button above, or drop any file here: this picture changed, or a stranger&apos;s.</source>
        <translation>Drück oben einen Knopf oder leg irgendeine Datei hier ab: dieses Bild verändert, oder ein fremdes.</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Use my folder</source>
        <translation>Meinen Ordner nehmen</translation>
    </message>
    <message>
        <source>the changed copy</source>
        <translation>die veränderte Kopie</translation>
    </message>
    <message>
        <source>Change %1 below, or drop any file on the window. Everything is compared on this machine.</source>
        <translation>Verändere unten %1, oder leg irgendeine Datei auf das Fenster. Verglichen wird alles auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Change your signed %1 below, or drop any file on the window. It stays on this machine.</source>
        <translation>Verändere unten dein signiertes %1, oder leg irgendeine Datei auf das Fenster. Es bleibt auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>FormCard</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>Was darüber bekannt ist</translation>
    </message>
    <message>
        <source>To take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Read in</source>
        <translation>Gelesen in</translation>
    </message>
    <message>
        <source>How far you are with %1</source>
        <translation>Wie weit du mit %1 bist</translation>
    </message>
    <message>
        <source>A note of your own</source>
        <translation>Eine eigene Notiz</translation>
    </message>
    <message>
        <source>Note on %1</source>
        <translation>Notiz zu %1</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Aufschreiben</translation>
    </message>
    <message>
        <source>How far you are</source>
        <translation>Wie weit du bist</translation>
    </message>
    <message>
        <source>Your own word; nothing there can be asked.</source>
        <translation>Dein eigenes Wort; dort kann nichts gefragt werden.</translation>
    </message>
    <message>
        <source>Write the packing list…</source>
        <translation>Packliste schreiben …</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Seite öffnen</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Sample pictures</source>
        <translation>Beispielbilder</translation>
    </message>
    <message>
        <source>%1, signed</source>
        <translation>%1, signiert</translation>
    </message>
</context>
<context>
    <name>GrantForm</name>
    <message>
        <source>A consent you granted</source>
        <translation>Ein Ja, das du gegeben hast</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>It ends on</source>
        <translation>Es endet am</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Choose the contract…</source>
        <translation>Vertrag wählen …</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>Wem</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>Wofür</translation>
    </message>
    <message>
        <source>For which works</source>
        <translation>Für welche Werke</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Without a day: until you end it.</source>
        <translation>Ohne Tag: bis du es beendest.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>Vertrag</translation>
    </message>
    <message>
        <source>Of the file only the SHA-256 is kept.</source>
        <translation>Von der Datei wird nur der SHA-256 aufbewahrt.</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Aufschreiben</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>A yes to one takes nothing back from others: what is reserved elsewhere stays as it is.</source>
        <translation>Ein Ja zu einem nimmt bei anderen nichts zurück: Was anderswo vorbehalten ist, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>All works</source>
        <translation>Alle Werke</translation>
    </message>
    <message>
        <source>Works of %1</source>
        <translation>Werke von %1</translation>
    </message>
</context>
<context>
    <name>GrantRow</name>
    <message>
        <source>End it today</source>
        <translation>Heute beenden</translation>
    </message>
</context>
<context>
    <name>Grants</name>
    <message>
        <source>Write down a yes…</source>
        <translation>Ein Ja aufschreiben …</translation>
    </message>
    <message>
        <source>Consents you granted</source>
        <translation>Wem du Ja gesagt hast</translation>
    </message>
    <message>
        <source>None is on record.</source>
        <translation>Keines verzeichnet.</translation>
    </message>
    <message>
        <source>On %1 your yes held for this work: %2.</source>
        <translation>Am %1 galt dein Ja für dieses Werk: %2.</translation>
    </message>
    <message>
        <source>On %1 no consent of yours held for this work.</source>
        <translation>Am %1 galt kein Ja von dir für dieses Werk.</translation>
    </message>
    <message>
        <source>works of %1</source>
        <translation>Werke von %1</translation>
    </message>
    <message>
        <source>all works</source>
        <translation>alle Werke</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>until you end it</source>
        <translation>bis du es beendest</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>Written down %1 by %2.</source>
        <translation>Aufgeschrieben %1 von %2.</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Works</source>
        <translation>Werke</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>Unsigniert</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>Nach Titel</translation>
    </message>
    <message>
        <source>By client</source>
        <translation>Nach Kunden</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>Kleinere Bilder</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>Größere Bilder</translation>
    </message>
    <message>
        <source>%1 (Ctrl and the wheel)</source>
        <translation>%1 (Strg und das Rad)</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>%1, by %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Signed copy written and read back</source>
        <translation>Signierte Kopie geschrieben und zurückgelesen</translation>
    </message>
    <message>
        <source>Posting copy written and read back</source>
        <translation>Kopie zum Posten geschrieben und zurückgelesen</translation>
    </message>
    <message>
        <source>File found at a new place</source>
        <translation>Datei an einem neuen Ort gefunden</translation>
    </message>
    <message>
        <source>Another file of this work taken in</source>
        <translation>Weitere Datei dieses Werks aufgenommen</translation>
    </message>
    <message>
        <source>A changed file took its place</source>
        <translation>Eine geänderte Datei trat an ihre Stelle</translation>
    </message>
    <message>
        <source>Given to a client</source>
        <translation>Einem Kunden zugeordnet</translation>
    </message>
    <message>
        <source>Reservation written into the ledger on this computer</source>
        <translation>Vorbehalt in das Journal auf diesem Rechner geschrieben</translation>
    </message>
    <message>
        <source>Reservation taken back in the ledger on this computer</source>
        <translation>Vorbehalt im Journal auf diesem Rechner zurückgenommen</translation>
    </message>
    <message>
        <source>Recorded at %1</source>
        <translation>Eingetragen bei %1</translation>
    </message>
    <message>
        <source>Taken back at %1</source>
        <translation>Zurückgenommen bei %1</translation>
    </message>
    <message>
        <source>Not taken by %1</source>
        <translation>Nicht angenommen von %1</translation>
    </message>
    <message>
        <source>What %1 answers does not prove the declaration</source>
        <translation>Was %1 antwortet, belegt die Erklärung nicht</translation>
    </message>
    <message>
        <source>Not held by %1 any more</source>
        <translation>Steht nicht mehr bei %1</translation>
    </message>
    <message>
        <source>Receipt of %1 completed by what it answered later</source>
        <translation>Quittung von %1 durch eine spätere Antwort vervollständigt</translation>
    </message>
    <message>
        <source>Your yes to %1 written down</source>
        <translation>Dein Ja an %1 aufgeschrieben</translation>
    </message>
    <message>
        <source>Your yes to %1 ended</source>
        <translation>Dein Ja an %1 beendet</translation>
    </message>
    <message>
        <source>Files for the website %1 written</source>
        <translation>Dateien für die Website %1 geschrieben</translation>
    </message>
    <message>
        <source>Website checked: %1</source>
        <translation>Website geprüft: %1</translation>
    </message>
</context>
<context>
    <name>HostRow</name>
    <message>
        <source>For %1; agreed %2.</source>
        <translation>Für: %1; erlaubt %2.</translation>
    </message>
    <message>
        <source>What I saw</source>
        <translation>Was ich sah</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Widerrufen</translation>
    </message>
</context>
<context>
    <name>HostsPanel</name>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>None. ArtistGuard asks you before it asks a host for the first time.</source>
        <translation>Keine. ArtistGuard fragt dich, bevor es einen Host zum ersten Mal fragt.</translation>
    </message>
    <message>
        <source>Withdrawn. %1 is not asked any more.</source>
        <translation>Widerrufen. %1 wird nicht mehr gefragt.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Choose a work to see who vouches for it and who sees your no.</source>
        <translation>Wähle ein Werk, um zu sehen, wer dafür bürgt und wer dein Nein sieht.</translation>
    </message>
    <message>
        <source>%1 works</source>
        <translation>%1 Werke</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>nicht signiert</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signiert</translation>
    </message>
    <message>
        <source>need a look</source>
        <translation>brauchen einen Blick</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>none: my own work</source>
        <translation>keiner: mein eigenes Werk</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Gemacht von</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message numerus="yes">
        <source>%n of them sealed: nothing about these leaves this machine.</source>
        <translation>
            <numerusform>%n davon versiegelt: Nichts darüber verlässt diesen Rechner.</numerusform>
            <numerusform>%n davon versiegelt: Nichts darüber verlässt diesen Rechner.</numerusform>
        </translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>Für %1</translation>
    </message>
    <message>
        <source>For %1. Sealed until %2: nothing about it leaves this machine.</source>
        <translation>Für %1. Versiegelt bis %2: Nichts davon verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>For %1. Sealed: nothing about it leaves this machine.</source>
        <translation>Für %1. Versiegelt: Nichts davon verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Who vouches, and what that is worth</source>
        <translation>Wer bürgt, und was das wert ist</translation>
    </message>
    <message>
        <source>The file was changed after it was signed. The signed copy shows the earlier picture.</source>
        <translation>Die Datei wurde nach dem Signieren geändert. Die signierte Kopie zeigt das frühere Bild.</translation>
    </message>
    <message>
        <source>Reading...</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>The signed copy is not where it was written. It may have been moved or removed.</source>
        <translation>Die signierte Kopie ist nicht mehr, wo sie geschrieben wurde. Vielleicht wurde sie verschoben oder entfernt.</translation>
    </message>
    <message>
        <source>The file is not where it was. It may have been moved.</source>
        <translation>Die Datei ist nicht mehr, wo sie war. Vielleicht wurde sie verschoben.</translation>
    </message>
    <message>
        <source>Nobody yet. The original carries no credential, and it stays as it is: copies are signed.</source>
        <translation>Noch niemand. Das Original trägt keinen Nachweis und bleibt, wie es ist: Signiert werden Kopien.</translation>
    </message>
    <message>
        <source>That root is your own: public verifiers show an unknown signer.</source>
        <translation>Diese Wurzel ist deine eigene: Öffentliche Prüfer zeigen einen unbekannten Unterzeichner.</translation>
    </message>
    <message>
        <source>Time stamp: %1.</source>
        <translation>Zeitstempel: %1.</translation>
    </message>
    <message>
        <source>No time stamp: nobody else says when it was signed.</source>
        <translation>Kein Zeitstempel: Sonst sagt niemand, wann signiert wurde.</translation>
    </message>
    <message>
        <source>A signature says that a key signed this file, not who drew it.</source>
        <translation>Eine Signatur sagt, dass ein Schlüssel diese Datei unterschrieben hat, nicht, wer sie gezeichnet hat.</translation>
    </message>
    <message>
        <source>Who sees your no</source>
        <translation>Wer dein Nein sieht</translation>
    </message>
    <message>
        <source>Tags in the signed copy</source>
        <translation>Angaben in der signierten Kopie</translation>
    </message>
    <message>
        <source>Tags in the file</source>
        <translation>Angaben in der Datei</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>Alle %1 zeigen</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Beside it: %1</source>
        <translation>Daneben: %1</translation>
    </message>
    <message>
        <source>Not there now.</source>
        <translation>Jetzt nicht da.</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show %1 in its folder</source>
        <translation>%1 in seinem Ordner zeigen</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelldatei</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Signed copy</source>
        <translation>Signierte Kopie</translation>
    </message>
    <message>
        <source>Posting copy</source>
        <translation>Kopie zum Posten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Nothing on record.</source>
        <translation>Nichts verzeichnet.</translation>
    </message>
    <message>
        <source>and %1 older lines</source>
        <translation>und %1 ältere Zeilen</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>Ledger</name>
    <message>
        <source>copies: %1</source>
        <translation>Kopien: %1</translation>
    </message>
    <message>
        <source>registries: %1</source>
        <translation>Registern: %1</translation>
    </message>
    <message>
        <source>Nothing was said in a copy or a registry.</source>
        <translation>In keiner Kopie und keinem Register wurde etwas gesagt.</translation>
    </message>
    <message>
        <source>Said in %1.</source>
        <translation>Gesagt in %1.</translation>
    </message>
    <message>
        <source>Something is said without a break since %1.</source>
        <translation>Seit %1 ist ohne Unterbrechung etwas gesagt.</translation>
    </message>
    <message>
        <source>On %1 neither a copy nor a registry said anything.</source>
        <translation>Am %1 sagte weder eine Kopie noch ein Register etwas.</translation>
    </message>
    <message>
        <source>From %1 to %2 neither a copy nor a registry said anything.</source>
        <translation>Von %1 bis %2 sagte weder eine Kopie noch ein Register etwas.</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>One work</source>
        <translation>Ein Werk</translation>
    </message>
    <message>
        <source>All works, in numbers</source>
        <translation>Alle Werke, in Zahlen</translation>
    </message>
    <message>
        <source>Of which works</source>
        <translation>Von welchen Werken</translation>
    </message>
    <message>
        <source>Number of the work</source>
        <translation>Nummer des Werks</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Arrow keys: up and down go a day on and back</source>
        <translation>Pfeiltasten: auf und ab gehen einen Tag vor und zurück</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>Tag davor</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>Tag danach</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>The ledger itself</source>
        <translation>Das Journal selbst</translation>
    </message>
    <message>
        <source>Every line holds the hash of the one before: a line that is changed, moved or taken out is found, and located. Lines cut off at the end are found against a stamp, or a copy kept elsewhere.</source>
        <translation>Jede Zeile enthält den Hash der vorigen: Eine Zeile, die geändert, verschoben oder entfernt wurde, wird gefunden, mit ihrer Stelle. Am Ende abgeschnittene Zeilen zeigen sich an einem Zeitstempel oder einer anderswo verwahrten Kopie.</translation>
    </message>
    <message>
        <source>Check the ledger</source>
        <translation>Journal prüfen</translation>
    </message>
    <message>
        <source>Have its head time-stamped</source>
        <translation>Sein Ende zeitstempeln lassen</translation>
    </message>
    <message>
        <source>Export for a lawyer…</source>
        <translation>Für Anwälte exportieren …</translation>
    </message>
    <message>
        <source>There is no work of that number.</source>
        <translation>Es gibt kein Werk mit dieser Nummer.</translation>
    </message>
    <message>
        <source>Checking every line…</source>
        <translation>Jede Zeile wird geprüft …</translation>
    </message>
    <message>
        <source>Checking the ledger</source>
        <translation>Journal prüfen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s), and the chain holds.</source>
        <translation>
            <numerusform>%Ln Zeile, und die Kette hält.</numerusform>
            <numerusform>%Ln Zeilen, und die Kette hält.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The ledger has %Ln line(s), and it is not as it was written.</source>
        <translation>
            <numerusform>Das Journal hat %Ln Zeile, und es ist nicht, wie es geschrieben wurde.</numerusform>
            <numerusform>Das Journal hat %Ln Zeilen, und es ist nicht, wie es geschrieben wurde.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is written: %2 on %3. README.txt in it says how a stranger checks it.</source>
        <translation>%1 ist geschrieben: %2 zu %3. README.txt darin sagt, wie Fremde es prüfen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln Aussage</numerusform>
            <numerusform>%Ln Aussagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln work(s) spoken of</source>
        <translation>
            <numerusform>%Ln Werk</numerusform>
            <numerusform>%Ln Werken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sealed work(s) left out.</source>
        <translation>
            <numerusform>%Ln versiegeltes Werk ist ausgelassen.</numerusform>
            <numerusform>%Ln versiegelte Werke sind ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>Time stamp over line %1</source>
        <translation>Zeitstempel über Zeile %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) dated before the line before: a clock was set back, or two clocks differ.</source>
        <translation>
            <numerusform>%Ln Zeile trägt ein früheres Datum als die Zeile davor: Eine Uhr wurde zurückgestellt, oder zwei Uhren gehen verschieden.</numerusform>
            <numerusform>%Ln Zeilen tragen ein früheres Datum als die Zeile davor: Eine Uhr wurde zurückgestellt, oder zwei Uhren gehen verschieden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Datumsangaben</translation>
    </message>
    <message>
        <source>Its last hash</source>
        <translation>Sein letzter Hash</translation>
    </message>
    <message>
        <source>None: the moments are this computer&apos;s own.</source>
        <translation>Keine: Die Zeitpunkte sind die dieses Rechners.</translation>
    </message>
    <message>
        <source>Time stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Asking the authority…</source>
        <translation>Die Stelle wird gefragt …</translation>
    </message>
    <message>
        <source>Time stamp over the ledger</source>
        <translation>Zeitstempel über das Journal</translation>
    </message>
    <message>
        <source>%1 says: line %2 and all before it were there on %3. Its answer is line %4.</source>
        <translation>%1 sagt: Zeile %2 und alle davor waren am %3 da. Die Antwort ist Zeile %4.</translation>
    </message>
    <message>
        <source>It is sent one hash and a random number; nothing about any work can be learned from them.</source>
        <translation>Gesendet werden ein Hash und eine Zufallszahl; über kein Werk ist daraus etwas zu erfahren.</translation>
    </message>
    <message>
        <source>Where the file for a lawyer goes</source>
        <translation>Wohin die Datei für Anwälte kommt</translation>
    </message>
    <message>
        <source>ZIP file (*.zip)</source>
        <translation>ZIP-Datei (*.zip)</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben …</translation>
    </message>
    <message>
        <source>Export for a lawyer</source>
        <translation>Export für Anwälte</translation>
    </message>
    <message>
        <source>seen by a kind of reader: %1</source>
        <translation>von einer Art Leser gesehen: %1</translation>
    </message>
    <message>
        <source>credential (C2PA), CAWG training and data mining</source>
        <translation>Nachweis (C2PA), CAWG Training und Data-Mining</translation>
    </message>
    <message>
        <source>credential (C2PA), the older c2pa.training-mining</source>
        <translation>Nachweis (C2PA), das ältere c2pa.training-mining</translation>
    </message>
    <message>
        <source>XMP, PLUS data mining (IPTC)</source>
        <translation>XMP, PLUS Data-Mining (IPTC)</translation>
    </message>
    <message>
        <source>XMP, TDM Reservation Protocol</source>
        <translation>XMP, TDM Reservation Protocol</translation>
    </message>
    <message>
        <source>local reservation ledger</source>
        <translation>eigenes Journal der Vorbehalte</translation>
    </message>
    <message>
        <source>no copy</source>
        <translation>keine Kopie</translation>
    </message>
    <message>
        <source>no registry</source>
        <translation>kein Register</translation>
    </message>
    <message>
        <source>Signed copy</source>
        <translation>Signierte Kopie</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>%1, in a file beside it</source>
        <translation>%1, in einer Datei daneben</translation>
    </message>
    <message>
        <source>Nothing was said in any form.</source>
        <translation>In keiner Form war etwas gesagt.</translation>
    </message>
    <message>
        <source>No signed copy says it.</source>
        <translation>Keine signierte Kopie sagt es.</translation>
    </message>
    <message>
        <source>No registry that others can read says it.</source>
        <translation>Kein Register, das andere lesen können, sagt es.</translation>
    </message>
    <message>
        <source>No registry that others can read</source>
        <translation>Kein Register, das andere lesen können</translation>
    </message>
    <message>
        <source>No website of yours says it.</source>
        <translation>Keine Website von dir sagt es.</translation>
    </message>
    <message>
        <source>No copy says it in this form: %1.</source>
        <translation>Keine Kopie sagt es in dieser Form: %1.</translation>
    </message>
    <message>
        <source>What is said is not about this file: %1 (%2).</source>
        <translation>Was gesagt ist, betrifft nicht diese Datei: %1 (%2).</translation>
    </message>
    <message>
        <source>%1: said is version %2, and version %3 says otherwise.</source>
        <translation>%1: Gesagt ist Fassung %2, und Fassung %3 sagt anderes.</translation>
    </message>
    <message>
        <source>%1: when it was last checked, this kind of reader saw no reservation: %2.</source>
        <translation>%1: Bei der letzten Prüfung sah diese Art Leser keinen Vorbehalt: %2.</translation>
    </message>
    <message>
        <source>%1: files were written, and whether the site serves them was not checked.</source>
        <translation>%1: Dateien wurden geschrieben, und ob die Seite sie ausliefert, wurde nicht geprüft.</translation>
    </message>
    <message>
        <source>Since %1.</source>
        <translation>Seit %1.</translation>
    </message>
    <message>
        <source>Nothing said in any form</source>
        <translation>In keiner Form etwas gesagt</translation>
    </message>
    <message>
        <source>No signed copy says it</source>
        <translation>Keine signierte Kopie sagt es</translation>
    </message>
    <message>
        <source>No website says it</source>
        <translation>Keine Website sagt es</translation>
    </message>
    <message>
        <source>A form is missing from the copies</source>
        <translation>Den Kopien fehlt eine Form</translation>
    </message>
    <message>
        <source>A newer file that nothing is about</source>
        <translation>Eine neuere Datei, die nichts betrifft</translation>
    </message>
    <message>
        <source>Your terms have changed since</source>
        <translation>Deine Bedingungen haben sich seither geändert</translation>
    </message>
    <message>
        <source>A kind of reader saw nothing on the website</source>
        <translation>Eine Art Leser sah auf der Website nichts</translation>
    </message>
    <message>
        <source>The website was not checked</source>
        <translation>Die Website wurde nicht geprüft</translation>
    </message>
    <message>
        <source>line %1 of the ledger</source>
        <translation>Zeile %1 des Journals</translation>
    </message>
    <message>
        <source>a receipt</source>
        <translation>eine Quittung</translation>
    </message>
    <message>
        <source>stamped %1 by %2</source>
        <translation>gestempelt %1 von %2</translation>
    </message>
    <message>
        <source>no time stamp after it</source>
        <translation>kein Zeitstempel danach</translation>
    </message>
    <message>
        <source>data mining</source>
        <translation>Data-Mining</translation>
    </message>
    <message>
        <source>AI training</source>
        <translation>KI-Training</translation>
    </message>
    <message>
        <source>generative training</source>
        <translation>generatives Training</translation>
    </message>
    <message>
        <source>AI inference</source>
        <translation>KI-Inferenz</translation>
    </message>
</context>
<context>
    <name>LedgerWords</name>
    <message>
        <source>for a time stamp</source>
        <translation>für einen Zeitstempel</translation>
    </message>
    <message>
        <source>for the official trust list</source>
        <translation>für die amtliche Vertrauensliste</translation>
    </message>
    <message>
        <source>whether a certificate was revoked</source>
        <translation>ob ein Zertifikat widerrufen wurde</translation>
    </message>
    <message>
        <source>for a watch</source>
        <translation>für eine Wache</translation>
    </message>
    <message>
        <source>for something that you checked</source>
        <translation>für etwas, das du geprüft hast</translation>
    </message>
    <message>
        <source>for a picture to compare</source>
        <translation>für ein Bild zum Vergleichen</translation>
    </message>
    <message>
        <source>for a copy that you posted</source>
        <translation>für eine Kopie, die du gepostet hast</translation>
    </message>
    <message>
        <source>for a scan on other machines</source>
        <translation>für eine Durchsicht auf anderen Rechnern</translation>
    </message>
    <message>
        <source>for a record of your works</source>
        <translation>für einen Eintrag deiner Werke</translation>
    </message>
    <message>
        <source>for something else</source>
        <translation>für etwas anderes</translation>
    </message>
    <message numerus="yes">
        <source>about %n work(s)</source>
        <translation>
            <numerusform>über %n Werk</numerusform>
            <numerusform>über %n Werke</numerusform>
        </translation>
    </message>
    <message>
        <source>about the name(s)</source>
        <translation>über die Namen</translation>
    </message>
    <message>
        <source>about</source>
        <translation>über</translation>
    </message>
    <message>
        <source>Refused here, nothing left.</source>
        <translation>Hier abgewiesen, nichts ging hinaus.</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>no answer came</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>out</source>
        <translation>hinaus</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
</context>
<context>
    <name>LinkOuts</name>
    <message>
        <source>To look at yourself</source>
        <translation>Zum Selbstnachsehen</translation>
    </message>
    <message>
        <source>These have no interface that a program may use. Your browser opens them, when you say so.</source>
        <translation>Sie haben keine Schnittstelle, die ein Programm benutzen darf. Dein Browser öffnet sie, wenn du es sagst.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>LooksPage</name>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>It is kept with this window, not with your works.</source>
        <translation>Das wird bei diesem Fenster aufbewahrt, nicht bei deinen Werken.</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>From the next start on. German is begun: what is not translated yet stays English.</source>
        <translation>Ab dem nächsten Start. Deutsch ist begonnen: Was noch nicht übersetzt ist, bleibt englisch.</translation>
    </message>
    <message>
        <source>It is taken up when ArtistGuard is started again.</source>
        <translation>Es gilt, sobald ArtistGuard neu gestartet wird.</translation>
    </message>
</context>
<context>
    <name>MatchRows</name>
    <message>
        <source>Reasons</source>
        <translation>Gründe</translation>
    </message>
    <message numerus="yes">
        <source>and %n more reason(s)</source>
        <translation>
            <numerusform>und %n weiterer Grund</numerusform>
            <numerusform>und %n weitere Gründe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Work</source>
        <translation>&amp;Werk</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Add files...</source>
        <translation>Dateien aufnehmen …</translation>
    </message>
    <message>
        <source>Add a folder...</source>
        <translation>Ordner aufnehmen …</translation>
    </message>
    <message>
        <source>Check files...</source>
        <translation>Dateien prüfen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Text at its own size</source>
        <translation>Schrift in eigener Größe</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Ganzer Bildschirm</translation>
    </message>
    <message>
        <source>The first minute again</source>
        <translation>Die erste Minute noch einmal</translation>
    </message>
    <message>
        <source>About ArtistGuard</source>
        <translation>Über ArtistGuard</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>ArtistGuard %1. Signs and tags copies of your pictures, says no to training in words that machines read, and tells you what any file says. Originals are only read. Nothing leaves this machine unless you switch the network on. Free software under the GPL, version 3 or later.</source>
        <translation>ArtistGuard %1. Signiert und beschriftet Kopien deiner Bilder, sagt in maschinenlesbaren Worten Nein zum Training und sagt dir, was irgendeine Datei sagt. Originale werden nur gelesen. Nichts verlässt diesen Rechner, solange du das Netz nicht einschaltest. Freie Software unter der GPL, Version 3 oder später.</translation>
    </message>
</context>
<context>
    <name>NameTester</name>
    <message>
        <source>Try it out</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>a harbour at dusk in the style of ...</source>
        <translation>ein Hafen in der Dämmerung im Stil von …</translation>
    </message>
    <message>
        <source>A text</source>
        <translation>Ein Text</translation>
    </message>
    <message>
        <source>Where it stands</source>
        <translation>Wo er steht</translation>
    </message>
    <message>
        <source>Nothing of yours in it.</source>
        <translation>Nichts von dir darin.</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s).</source>
        <translation>
            <numerusform>%n Treffer.</numerusform>
            <numerusform>%n Treffer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back.</source>
        <translation>
            <numerusform>%n zurückgehalten.</numerusform>
            <numerusform>%n zurückgehalten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NamesPage</name>
    <message>
        <source>My names</source>
        <translation>Meine Namen</translation>
    </message>
    <message>
        <source>Your name goes into your pictures. The others are what you are looked for by; a host that you agree to is asked for them.</source>
        <translation>Dein Name kommt in deine Bilder. Nach den anderen wirst du gesucht; ein Host, den du erlaubst, wird danach gefragt.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>As it should stand in your pictures.</source>
        <translation>Wie er in deinen Bildern stehen soll.</translation>
    </message>
    <message>
        <source>Other names</source>
        <translation>Andere Namen</translation>
    </message>
    <message>
        <source>Pen names and former names, one a line.</source>
        <translation>Künstlernamen und frühere Namen, einer je Zeile.</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Your accounts, one a line.</source>
        <translation>Deine Konten, eines je Zeile.</translation>
    </message>
    <message>
        <source>Studios</source>
        <translation>Studios</translation>
    </message>
    <message>
        <source>Studios and labels of your own, one a line.</source>
        <translation>Eigene Studios und Marken, je Zeile eines.</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Figuren</translation>
    </message>
    <message>
        <source>Characters and worlds that are yours, one a line.</source>
        <translation>Figuren und Welten, die dir gehören, je Zeile eine.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Sites and pages of your own, one a line.</source>
        <translation>Eigene Websites und Seiten, eine je Zeile.</translation>
    </message>
    <message>
        <source>Does not count</source>
        <translation>Zählt nicht</translation>
    </message>
    <message>
        <source>Phrases in which a name is somebody else&apos;s, one a line: wren house, Christopher Wren.</source>
        <translation>Wendungen, in denen ein Name jemand anderem gehört, je Zeile eine: wren house, Christopher Wren.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Try it out</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>What would be found in a text, how strongly, and why. It stays on this machine.</source>
        <translation>Was in einem Text gefunden würde, wie stark und warum. Es bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Names of clients</source>
        <translation>Namen von Kunden</translation>
    </message>
    <message>
        <source>A client&apos;s characters and studios. While that client is sealed, no host is asked for them.</source>
        <translation>Figuren und Studios eines Kunden. Solange er versiegelt ist, wird kein Host danach gefragt.</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Accounts and addresses that you have nothing against: no find any more.</source>
        <translation>Konten und Adressen, gegen die du nichts hast: kein Fund mehr.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Nothing to save: that is how it was.</source>
        <translation>Nichts zu speichern: So war es schon.</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>ArtistGuard works without a network. Nothing leaves this machine unless this switch is on.</source>
        <translation>ArtistGuard arbeitet ohne Netz. Nichts verlässt diesen Rechner, solange dieser Schalter aus ist.</translation>
    </message>
    <message>
        <source>Let ArtistGuard use the network</source>
        <translation>ArtistGuard darf das Netz benutzen</translation>
    </message>
    <message>
        <source>Hosts that may be asked</source>
        <translation>Hosts, die gefragt werden dürfen</translation>
    </message>
    <message>
        <source>Each was agreed to after you saw what would be sent.</source>
        <translation>Jedem hast du zugestimmt, nachdem du gesehen hattest, was gesendet würde.</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Zugangsmarken</translation>
    </message>
    <message>
        <source>Some hosts answer more to those who have an account there.</source>
        <translation>Manche Hosts antworten denen mehr, die dort ein Konto haben.</translation>
    </message>
    <message>
        <source>What left this machine</source>
        <translation>Was diesen Rechner verlassen hat</translation>
    </message>
    <message>
        <source>Requests, newest first</source>
        <translation>Anfragen, neueste zuerst</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Copy the chosen lines, or all of them</source>
        <translation>Die gewählten Zeilen kopieren, oder alle</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>It is on: time stamps and what you ask for may go out, each request in the list below.</source>
        <translation>Es ist an: Zeitstempel und was du verlangst, dürfen hinaus, jede Anfrage steht unten in der Liste.</translation>
    </message>
    <message>
        <source>It is off. A request made now is refused here, before a byte leaves.</source>
        <translation>Es ist aus. Eine Anfrage wird hier abgewiesen, bevor ein Byte hinausgeht.</translation>
    </message>
    <message>
        <source>Nothing. No request was ever made.</source>
        <translation>Nichts. Es gab nie eine Anfrage.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) left,</source>
        <translation>
            <numerusform>%n Anfrage ging hinaus,</numerusform>
            <numerusform>%n Anfragen gingen hinaus,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were refused here, and nothing of them left.</source>
        <translation>
            <numerusform>%n wurde hier abgewiesen, nichts davon ging hinaus.</numerusform>
            <numerusform>%n wurden hier abgewiesen, nichts davon ging hinaus.</numerusform>
        </translation>
    </message>
    <message>
        <source>The newest 1,000 are shown.</source>
        <translation>Gezeigt sind die neuesten 1 000.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied.</source>
        <translation>
            <numerusform>%n Zeile kopiert.</numerusform>
            <numerusform>%n Zeilen kopiert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OwnFolderStep</name>
    <message>
        <source>Use my folder</source>
        <translation>Meinen Ordner nehmen</translation>
    </message>
    <message>
        <source>Now yours. Your originals are only read; copies are signed when you say so.</source>
        <translation>Nun deine. Deine Originale werden nur gelesen; Kopien werden signiert, wenn du es sagst.</translation>
    </message>
    <message>
        <source>Drop the folder of your work here.</source>
        <translation>Den Ordner mit deinen Werken hier ablegen.</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Another folder</source>
        <translation>Anderer Ordner</translation>
    </message>
    <message>
        <source>Pictures: JPEG, PNG, WebP, TIFF, AVIF, HEIC, GIF, JPEG XL, SVG, BMP. Sources: PSD, KRA, ORA, CLIP, Procreate. Other files are passed over. Closing the window loses nothing.</source>
        <translation>Bilder: JPEG, PNG, WebP, TIFF, AVIF, HEIC, GIF, JPEG XL, SVG, BMP. Quellen: PSD, KRA, ORA, CLIP, Procreate. Andere Dateien werden übergangen. Beim Schließen des Fensters geht nichts verloren.</translation>
    </message>
    <message>
        <source>Counting ...</source>
        <translation>Zählt …</translation>
    </message>
    <message>
        <source>%1 pictures, %2. Reading them takes %3 here; thumbnails and catalogue take %4 of %5 free.</source>
        <translation>%1 Bilder, %2. Sie zu lesen dauert hier %3; Vorschauen und Katalog brauchen %4 von %5 freiem Platz.</translation>
    </message>
    <message>
        <source>No file here has the name of a picture.</source>
        <translation>Keine Datei hier heißt wie ein Bild.</translation>
    </message>
    <message>
        <source>The disk has too little room for the thumbnails.</source>
        <translation>Auf der Platte ist zu wenig Platz für die Vorschauen.</translation>
    </message>
    <message>
        <source>%1 folders or files may not be entered.</source>
        <translation>%1 Ordner oder Dateien dürfen nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>PassphrasePanel</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>Ort wählen …</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>PassphraseStrip</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>The key of your signature is locked by a passphrase.</source>
        <translation>Der Schlüssel deiner Signatur ist mit einer Passphrase verschlossen.</translation>
    </message>
    <message>
        <source>Passphrase of your signature</source>
        <translation>Passphrase deiner Signatur</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Aufschließen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
</context>
<context>
    <name>Passphrases</name>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>Four or more words make a good one. It cannot be had again if you forget it.</source>
        <translation>Vier oder mehr Wörter sind gut. Vergessen lässt sie sich nicht wiederholen.</translation>
    </message>
    <message>
        <source>It cannot be had again if you forget it.</source>
        <translation>Vergessen lässt sie sich nicht wiederholen.</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Picture of the work</source>
        <translation>Bild des Werks</translation>
    </message>
    <message>
        <source>Double click: full size</source>
        <translation>Doppelklick: volle Größe</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>PlatformTable</name>
    <message>
        <source>What platforms keep</source>
        <translation>Was Plattformen behalten</translation>
    </message>
    <message>
        <source>Social networks</source>
        <translation>Soziale Netze</translation>
    </message>
    <message>
        <source>Portfolios and own sites</source>
        <translation>Portfolios und eigene Seiten</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Networks that deliver a site&apos;s pictures</source>
        <translation>Netze, die Bilder einer Seite ausliefern</translation>
    </message>
    <message>
        <source>Programs on your machine</source>
        <translation>Programme auf deinem Rechner</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>Sources:</source>
        <translation>Quellen:</translation>
    </message>
</context>
<context>
    <name>Platforms</name>
    <message>
        <source>Of %1 platforms with a published test, %2 keep the credential and %3 remove it (sources read on %4). What you post may lose credential and tags; the picture can still be recognised.</source>
        <translation>Von %1 Plattformen mit veröffentlichtem Test behalten %2 den Nachweis und %3 entfernen ihn (Quellen gelesen am %4). Was du postest, kann Nachweis und Angaben verlieren; das Bild ist trotzdem wiederzuerkennen.</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>zum Teil</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>sources differ</source>
        <translation>Quellen uneins</translation>
    </message>
    <message>
        <source>no test known</source>
        <translation>kein Test bekannt</translation>
    </message>
    <message>
        <source>as posted</source>
        <translation>wie gepostet</translation>
    </message>
</context>
<context>
    <name>PlatformsPage</name>
    <message>
        <source>What survives where</source>
        <translation>Was wo übrig bleibt</translation>
    </message>
    <message>
        <source>Platforms write most pictures anew when they are posted, and leave out what they do not need.</source>
        <translation>Plattformen schreiben die meisten Bilder beim Posten neu und lassen weg, was sie nicht brauchen.</translation>
    </message>
    <message>
        <source>Check my posted copy</source>
        <translation>Meine gepostete Kopie prüfen</translation>
    </message>
    <message>
        <source>Published tests</source>
        <translation>Veröffentlichte Tests</translation>
    </message>
    <message>
        <source>Sources read on %1. Platforms change without a word: what counts is your own copy, checked. Nobody published a test that we know of for %2.</source>
        <translation>Quellen gelesen am %1. Plattformen ändern sich ohne ein Wort: Es zählt deine eigene Kopie, geprüft. Uns ist kein veröffentlichter Test bekannt für %2.</translation>
    </message>
</context>
<context>
    <name>PortfolioModel</name>
    <message>
        <source>not signed</source>
        <translation>nicht signiert</translation>
    </message>
    <message>
        <source>signed copy written and read back</source>
        <translation>signierte Kopie geschrieben und zurückgelesen</translation>
    </message>
    <message>
        <source>needs a look: changed since it was signed</source>
        <translation>braucht einen Blick: seit dem Signieren geändert</translation>
    </message>
    <message>
        <source>recorded in the ledger here or at a registry</source>
        <translation>im eigenen Journal oder bei einem Register eingetragen</translation>
    </message>
    <message>
        <source>%1, sealed</source>
        <translation>%1, versiegelt</translation>
    </message>
</context>
<context>
    <name>PortfolioView</name>
    <message>
        <source>Portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>Drop a folder of your work here. Your originals are only read.</source>
        <translation>Einen Ordner mit deinen Werken hier ablegen. Deine Originale werden nur gelesen.</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Nothing here matches.</source>
        <translation>Hier passt nichts.</translation>
    </message>
    <message>
        <source>Show all works</source>
        <translation>Alle Werke zeigen</translation>
    </message>
    <message>
        <source>Tag and sign</source>
        <translation>Auszeichnen und signieren</translation>
    </message>
    <message>
        <source>Register…</source>
        <translation>Eintragen …</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>Volle Größe</translation>
    </message>
    <message>
        <source>Select all works</source>
        <translation>Alle Werke auswählen</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner aufnehmen</translation>
    </message>
    <message>
        <source>One drag takes up to %1 works. Choose fewer.</source>
        <translation>Ein Ziehen nimmt bis zu %1 Werke. Wähle weniger.</translation>
    </message>
    <message>
        <source>Give to client</source>
        <translation>Einem Kunden geben</translation>
    </message>
    <message>
        <source>None: my own work</source>
        <translation>Keiner: mein eigenes Werk</translation>
    </message>
    <message>
        <source>%1, sealed</source>
        <translation>%1, versiegelt</translation>
    </message>
    <message numerus="yes">
        <source>Give %n work(s) to a client</source>
        <translation>
            <numerusform>%n Werk einem Kunden geben</numerusform>
            <numerusform>%n Werke einem Kunden geben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PostedCheck</name>
    <message>
        <source>Check my posted copy</source>
        <translation>Meine gepostete Kopie prüfen</translation>
    </message>
    <message>
        <source>Save your picture from the platform as a visitor would, and drop that file here. It stays on this machine.</source>
        <translation>Speichere dein Bild von der Plattform, wie es ein Besucher täte, und lege die Datei hier ab. Sie bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Drop the file as the platform gives it back</source>
        <translation>Die Datei ablegen, wie die Plattform sie zurückgibt</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Fetch it</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Or its link</source>
        <translation>Oder ihr Link</translation>
    </message>
    <message>
        <source>The address of the picture itself, not of its page.</source>
        <translation>Die Adresse des Bildes selbst, nicht die seiner Seite.</translation>
    </message>
    <message>
        <source>Your copy</source>
        <translation>Deine Kopie</translation>
    </message>
    <message>
        <source>The copy that you uploaded. Left empty, it is looked for by its picture.</source>
        <translation>Die Kopie, die du hochgeladen hast. Leer: Sie wird am Bild gesucht.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>From the platform: %1</source>
        <translation>Von der Plattform: %1</translation>
    </message>
    <message>
        <source>Fetching…</source>
        <translation>Wird geholt …</translation>
    </message>
    <message>
        <source>It is asked for the copy that you posted.</source>
        <translation>Er wird nach der Kopie gefragt, die du gepostet hast.</translation>
    </message>
    <message>
        <source>Your link leads on to it: it is asked for the copy that you posted.</source>
        <translation>Dein Link führt dorthin weiter: Er wird nach der Kopie gefragt, die du gepostet hast.</translation>
    </message>
    <message>
        <source>Looking for your copy…</source>
        <translation>Deine Kopie wird gesucht …</translation>
    </message>
    <message>
        <source>It looks like nothing of yours. Choose the copy that you posted.</source>
        <translation>Es sieht aus wie nichts von dir. Wähle die Kopie, die du gepostet hast.</translation>
    </message>
    <message>
        <source>It looks like your #%1, %2, but no copy of that is here. Choose the one that you posted.</source>
        <translation>Es sieht aus wie dein #%1, %2, aber davon ist keine Kopie hier. Wähle die, die du gepostet hast.</translation>
    </message>
    <message>
        <source>Reading both files…</source>
        <translation>Beide Dateien werden gelesen …</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>%1 of %2 kinds see your no; in your copy %3 did.</source>
        <translation>%1 von %2 Arten sehen dein Nein; in deiner Kopie waren es %3.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Anblick</translation>
    </message>
    <message>
        <source>These two do not look alike. Is it the right file?</source>
        <translation>Diese beiden sehen einander nicht ähnlich. Ist es die richtige Datei?</translation>
    </message>
    <message>
        <source>It is your copy, byte for byte: nothing was changed.</source>
        <translation>Es ist deine Kopie, Byte für Byte: Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Your copy carried neither a credential nor tags.</source>
        <translation>Deine Kopie trug weder Nachweis noch Angaben.</translation>
    </message>
    <message>
        <source>Your copy carried no credential.</source>
        <translation>Deine Kopie trug keinen Nachweis.</translation>
    </message>
    <message>
        <source>The credential is still there and holds.</source>
        <translation>Der Nachweis ist noch da und gilt.</translation>
    </message>
    <message>
        <source>The credential is there and does not fit the file any more.</source>
        <translation>Der Nachweis ist da und passt nicht mehr zur Datei.</translation>
    </message>
    <message>
        <source>The credential is gone.</source>
        <translation>Der Nachweis ist weg.</translation>
    </message>
    <message>
        <source>It carried no tags.</source>
        <translation>Sie trug keine Angaben.</translation>
    </message>
    <message>
        <source>All tags are left.</source>
        <translation>Alle Angaben sind noch da.</translation>
    </message>
    <message>
        <source>Some tags are left.</source>
        <translation>Einige Angaben sind noch da.</translation>
    </message>
    <message>
        <source>No tag is left.</source>
        <translation>Keine Angabe ist noch da.</translation>
    </message>
    <message>
        <source>none was posted</source>
        <translation>keiner wurde gepostet</translation>
    </message>
    <message>
        <source>%1 of %2 left.</source>
        <translation>%1 von %2 sind noch da.</translation>
    </message>
    <message>
        <source>Gone or changed: %1.</source>
        <translation>Weg oder geändert: %1.</translation>
    </message>
</context>
<context>
    <name>PresetEditor</name>
    <message>
        <source>My answers to AI</source>
        <translation>Meine Antworten an KI</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Auflagen</translation>
    </message>
    <message>
        <source>Needed where an answer is “Ask me”. In plain words.</source>
        <translation>Nötig, wo eine Antwort „Frag mich“ ist. In schlichten Worten.</translation>
    </message>
    <message>
        <source>My policy</source>
        <translation>Meine Erklärung</translation>
    </message>
    <message>
        <source>A page where your answers stand, if you have one.</source>
        <translation>Eine Seite, auf der deine Antworten stehen, falls du eine hast.</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>What is left empty is not written. A client&apos;s rights go first.</source>
        <translation>Was leer bleibt, wird nicht geschrieben. Die Rechte eines Kunden gehen vor.</translation>
    </message>
    <message>
        <source>How they were made</source>
        <translation>Wie sie entstanden</translation>
    </message>
    <message>
        <source>Stated for every work signed with this preset. State it only if it is true of all of them.</source>
        <translation>Steht dann bei jedem Werk, das mit dieser Vorgabe signiert wird. Gib es nur an, wenn es für alle stimmt.</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>Was geschrieben wird</translation>
    </message>
    <message>
        <source>Only what is ticked, and has something to say, is written into a copy.</source>
        <translation>Nur was angehakt ist und etwas sagt, wird in eine Kopie geschrieben.</translation>
    </message>
    <message>
        <source>A naming rule does not work yet.</source>
        <translation>Eine Namensregel geht noch nicht.</translation>
    </message>
    <message>
        <source>An answer is “Ask me”: state your conditions.</source>
        <translation>Eine Antwort lautet „Frag mich“: Gib deine Bedingungen an.</translation>
    </message>
    <message>
        <source>Names and folders of copies</source>
        <translation>Namen und Ordner der Kopien</translation>
    </message>
    <message>
        <source>Placeholders: {stem} {number} {title} {client} {preset} {size} {year}, and {tree} for folders.</source>
        <translation>Platzhalter: {stem} {number} {title} {client} {preset} {size} {year}, und {tree} für Ordner.</translation>
    </message>
    <message>
        <source>Signed copies</source>
        <translation>Signierte Kopien</translation>
    </message>
    <message>
        <source>Naming rule of signed copies</source>
        <translation>Namensregel für signierte Kopien</translation>
    </message>
    <message>
        <source>Posting copies</source>
        <translation>Kopien zum Posten</translation>
    </message>
    <message>
        <source>Naming rule of posting copies</source>
        <translation>Namensregel für Kopien zum Posten</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder rule, below the target folder; {tree} keeps your folders</source>
        <translation>Ordnerregel, unter dem Zielordner; {tree} behält deine Ordner</translation>
    </message>
    <message>
        <source>Example of the names</source>
        <translation>Beispiel für die Namen</translation>
    </message>
    <message>
        <source>Posting format</source>
        <translation>Format zum Posten</translation>
    </message>
    <message>
        <source>Posting quality</source>
        <translation>Güte zum Posten</translation>
    </message>
    <message>
        <source>1 to 100, for JPEG and WebP.</source>
        <translation>1 bis 100, für JPEG und WebP.</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>A small picture, 256 pixels</source>
        <translation>Ein kleines Bild, 256 Pixel</translation>
    </message>
    <message>
        <source>In the credential</source>
        <translation>Im Nachweis</translation>
    </message>
    <message>
        <source>Whether it shows a small picture of the work.</source>
        <translation>Ob er ein kleines Bild des Werks zeigt.</translation>
    </message>
    <message>
        <source>Harbour/harbour-lights.png becomes</source>
        <translation>Harbour/harbour-lights.png wird zu</translation>
    </message>
    <message>
        <source>and, to post,</source>
        <translation>und, zum Posten,</translation>
    </message>
    <message>
        <source>State nothing</source>
        <translation>Nichts angeben</translation>
    </message>
    <message>
        <source>Drawn by hand on a computer</source>
        <translation>Von Hand am Rechner gezeichnet</translation>
    </message>
    <message>
        <source>Scanned from paper or canvas</source>
        <translation>Von Papier oder Leinwand gescannt</translation>
    </message>
    <message>
        <source>Photographed</source>
        <translation>Fotografiert</translation>
    </message>
    <message>
        <source>Put together from several</source>
        <translation>Aus mehreren zusammengesetzt</translation>
    </message>
    <message>
        <source>Made by a program, without training data</source>
        <translation>Von einem Programm gemacht, ohne Trainingsdaten</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
</context>
<context>
    <name>ReaderTable</name>
    <message>
        <source>Who sees your no</source>
        <translation>Wer dein Nein sieht</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <source>sees it</source>
        <translation>sieht es</translation>
    </message>
    <message>
        <source>does not</source>
        <translation>sieht es nicht</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>nicht zu sagen</translation>
    </message>
    <message>
        <source>original: %1</source>
        <translation>Original: %1</translation>
    </message>
    <message>
        <source>signed copy: %1</source>
        <translation>signierte Kopie: %1</translation>
    </message>
    <message>
        <source>cannot say</source>
        <translation>nicht zu sagen</translation>
    </message>
    <message>
        <source>sees your no</source>
        <translation>sieht dein Nein</translation>
    </message>
    <message>
        <source>does not see your no</source>
        <translation>sieht dein Nein nicht</translation>
    </message>
    <message>
        <source>Nobody sees your no: 0 of %1 kinds of readers.</source>
        <translation>Niemand sieht dein Nein: 0 von %1 Arten von Lesern.</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see your no.</source>
        <translation>%1 von %2 Arten von Lesern sehen dein Nein.</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see your no in the signed copy, and %4 may. In the original: %3.</source>
        <translation>%1 von %2 Arten von Lesern sehen dein Nein in der signierten Kopie, %4 vielleicht. Im Original: %3.</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see your no in the signed copy. In the original: %3.</source>
        <translation>%1 von %2 Arten von Lesern sehen dein Nein in der signierten Kopie. Im Original: %3.</translation>
    </message>
</context>
<context>
    <name>Readers</name>
    <message>
        <source>Who sees a no</source>
        <translation>Wer ein Nein sieht</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see a no in it.</source>
        <translation>%1 von %2 Arten von Lesern sehen ein Nein darin.</translation>
    </message>
    <message>
        <source>No reader sees a no in it: 0 of %2 kinds.</source>
        <translation>Kein Leser sieht ein Nein darin: 0 von %2 Arten.</translation>
    </message>
    <message>
        <source>cannot say</source>
        <translation>nicht zu sagen</translation>
    </message>
    <message>
        <source>sees it</source>
        <translation>sieht es</translation>
    </message>
    <message>
        <source>does not</source>
        <translation>sieht es nicht</translation>
    </message>
</context>
<context>
    <name>RecallTable</name>
    <message>
        <source>Found, by kind of copy</source>
        <translation>Gefunden, nach Art der Kopie</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>4 bits off</source>
        <translation>4 Bit daneben</translation>
    </message>
    <message>
        <source>8 bits off</source>
        <translation>8 Bit daneben</translation>
    </message>
    <message>
        <source>By points</source>
        <translation>Nach Punkten</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Receipts</source>
        <translation>Quittungen</translation>
    </message>
    <message>
        <source>What registries were told, and what they answered, kept byte for byte.</source>
        <translation>Was Registern gesagt wurde und was sie antworteten, Byte für Byte aufbewahrt.</translation>
    </message>
    <message>
        <source>Show all works</source>
        <translation>Alle Werke zeigen</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>All registries</source>
        <translation>Alle Register</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Werk</translation>
    </message>
    <message>
        <source>How it stands</source>
        <translation>Wie es steht</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Nothing is recorded yet.</source>
        <translation>Noch ist nichts eingetragen.</translation>
    </message>
    <message>
        <source>Register works</source>
        <translation>Werke eintragen</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln older one(s)</source>
        <translation>
            <numerusform>und %Ln älterer</numerusform>
            <numerusform>und %Ln ältere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordedPart</name>
    <message>
        <source>Receipts</source>
        <translation>Quittungen</translation>
    </message>
    <message>
        <source>On a past day</source>
        <translation>An einem früheren Tag</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>Sealed works</source>
        <translation>Versiegelte Werke</translation>
    </message>
    <message>
        <source>Asked there %1.</source>
        <translation>Dort gefragt: %1.</translation>
    </message>
    <message>
        <source>Next try %1.</source>
        <translation>Nächster Versuch: %1.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Worüber</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Bei</translation>
    </message>
    <message>
        <source>Its name there</source>
        <translation>Sein Name dort</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>Known readers: %1 Is told: %2. Taking back: %3 Looked at %4.</source>
        <translation>Bekannte Leser: %1 Erfährt: %2. Zurücknehmen: %3 Angesehen am %4.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Is told</source>
        <translation>Erfährt</translation>
    </message>
    <message>
        <source>Can be read by</source>
        <translation>Lesen können es</translation>
    </message>
    <message>
        <source>Taking back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Known readers</source>
        <translation>Bekannte Leser</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Angesehen</translation>
    </message>
    <message>
        <source>Its page</source>
        <translation>Seine Seite</translation>
    </message>
    <message>
        <source>may be declared: nothing leaves this machine</source>
        <translation>dürfen eingetragen werden: Nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>are left out</source>
        <translation>werden ausgelassen</translation>
    </message>
    <message>
        <source>%1 recorded</source>
        <translation>%1 eingetragen</translation>
    </message>
    <message>
        <source>%1 not sent yet</source>
        <translation>%1 noch nicht gesendet</translation>
    </message>
    <message>
        <source>%1 declared by somebody else</source>
        <translation>%1 von jemand anderem eingetragen</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 withdrawn</source>
        <translation>%1 zurückgenommen</translation>
    </message>
    <message>
        <source>part of this program</source>
        <translation>Teil dieses Programms</translation>
    </message>
    <message>
        <source>a service that takes declarations</source>
        <translation>ein Dienst, der Einträge annimmt</translation>
    </message>
    <message>
        <source>a service that only says what it holds</source>
        <translation>ein Dienst, der nur sagt, was er hat</translation>
    </message>
    <message>
        <source>forms and settings: you do it yourself</source>
        <translation>Formulare und Einstellungen: Das machst du selbst</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 der Datei</translation>
    </message>
    <message>
        <source>BLAKE3 of the file</source>
        <translation>BLAKE3 der Datei</translation>
    </message>
    <message>
        <source>ISCC (similar pictures can be found by it)</source>
        <translation>ISCC (ähnliche Bilder sind damit zu finden)</translation>
    </message>
    <message>
        <source>a blinded digest (says nothing about the work)</source>
        <translation>ein verhüllter Hash (sagt nichts über das Werk)</translation>
    </message>
    <message>
        <source>addresses of the work</source>
        <translation>Adressen des Werks</translation>
    </message>
    <message>
        <source>your domain</source>
        <translation>deine Domain</translation>
    </message>
    <message>
        <source>names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>the file itself</source>
        <translation>die Datei selbst</translation>
    </message>
    <message>
        <source>nothing of a work: a setting</source>
        <translation>nichts über ein Werk: eine Einstellung</translation>
    </message>
    <message>
        <source>It cannot be taken back.</source>
        <translation>Es ist nicht zurückzunehmen.</translation>
    </message>
    <message>
        <source>A later line says so; the first one stays.</source>
        <translation>Eine spätere Zeile sagt es; die erste bleibt.</translation>
    </message>
    <message>
        <source>Only by another declaration; the first one stays with those who read it.</source>
        <translation>Nur durch einen anderen Eintrag; der erste bleibt bei denen, die ihn gelesen haben.</translation>
    </message>
    <message>
        <source>On its own pages, by you.</source>
        <translation>Auf seinen eigenen Seiten, durch dich.</translation>
    </message>
    <message>
        <source>No way was found.</source>
        <translation>Kein Weg wurde gefunden.</translation>
    </message>
    <message>
        <source>Nothing is declared in the first place.</source>
        <translation>Es wird gar nichts eingetragen.</translation>
    </message>
    <message>
        <source>nobody but you: it stays on this computer</source>
        <translation>niemand außer dir: Es bleibt auf diesem Rechner</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>not published by it</source>
        <translation>wird dort nicht veröffentlicht</translation>
    </message>
    <message>
        <source>the original</source>
        <translation>das Original</translation>
    </message>
    <message>
        <source>the source file</source>
        <translation>die Quelldatei</translation>
    </message>
    <message>
        <source>the export</source>
        <translation>der Export</translation>
    </message>
    <message>
        <source>the signed copy</source>
        <translation>die signierte Kopie</translation>
    </message>
    <message>
        <source>the posting copy</source>
        <translation>die Kopie zum Posten</translation>
    </message>
    <message>
        <source>Called off; whether it arrived is not known. Register it again to go on with it.</source>
        <translation>Abgebrochen; ob es ankam, ist nicht bekannt. Wird es noch einmal eingetragen, geht es weiter.</translation>
    </message>
    <message>
        <source>Waiting since %1, because: %2</source>
        <translation>Wartet seit %1, denn: %2</translation>
    </message>
    <message>
        <source>It is not given up by itself; Activity can call it off.</source>
        <translation>Von selbst wird es nicht aufgegeben; unter Vorgänge lässt es sich abbrechen.</translation>
    </message>
    <message>
        <source>called off; whether it arrived is not known</source>
        <translation>abgebrochen; ob es ankam, ist nicht bekannt</translation>
    </message>
    <message>
        <source>waiting since %1</source>
        <translation>wartet seit %1</translation>
    </message>
    <message>
        <source>withdrawal taken</source>
        <translation>Rücknahme angenommen</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>eingetragen</translation>
    </message>
    <message>
        <source>taken; its proof is not complete yet</source>
        <translation>angenommen; der Beleg ist noch nicht vollständig</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>no longer known there</source>
        <translation>dort nicht mehr bekannt</translation>
    </message>
    <message>
        <source>taken, but its receipt does not hold</source>
        <translation>angenommen, aber der Beleg stimmt nicht</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>wartet auf das Senden</translation>
    </message>
    <message>
        <source>sent; whether it arrived is not known</source>
        <translation>gesendet; ob es ankam, ist nicht bekannt</translation>
    </message>
    <message>
        <source>declared by somebody else</source>
        <translation>von jemand anderem eingetragen</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>The receipt fits what was sent, byte for byte.</source>
        <translation>Die Quittung passt zu dem, was gesendet wurde, Byte für Byte.</translation>
    </message>
    <message>
        <source>The receipt does not hold: something in it was changed, or was never right.</source>
        <translation>Der Beleg stimmt nicht: Etwas darin wurde geändert oder war nie richtig.</translation>
    </message>
    <message>
        <source>What there is fits; the proof is not complete yet.</source>
        <translation>Was da ist, passt; der Beleg ist noch nicht vollständig.</translation>
    </message>
    <message>
        <source>It cannot be checked here: there is nothing pinned to check it against.</source>
        <translation>Hier nicht zu prüfen: Es ist nichts hinterlegt, woran man es prüfen könnte.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Packing list written</source>
        <translation>Packliste geschrieben</translation>
    </message>
    <message>
        <source>Sent by me</source>
        <translation>Von mir gesendet</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Open: you have said nothing of it yet.</source>
        <translation>Offen: Du hast dazu noch nichts gesagt.</translation>
    </message>
    <message>
        <source>Open, you said on %1.</source>
        <translation>Offen, sagtest du am %1.</translation>
    </message>
    <message>
        <source>A packing list was written on %1. Whether it was sent is not noted.</source>
        <translation>Am %1 wurde eine Packliste geschrieben. Ob sie gesendet wurde, ist nicht notiert.</translation>
    </message>
    <message>
        <source>Sent on %1, you say. Whether it was taken cannot be seen from here.</source>
        <translation>Am %1 gesendet, sagst du. Ob es angenommen wurde, ist von hier nicht zu sehen.</translation>
    </message>
    <message>
        <source>Answered on %1, you say.</source>
        <translation>Am %1 beantwortet, sagst du.</translation>
    </message>
    <message>
        <source>Refused on %1, you say.</source>
        <translation>Am %1 abgelehnt, sagst du.</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>%1 recorded or asked for already</source>
        <translation>%1 schon eingetragen oder verlangt</translation>
    </message>
    <message>
        <source>%1 sealed and left out</source>
        <translation>%1 versiegelt und ausgelassen</translation>
    </message>
    <message>
        <source>%1 left out for other reasons</source>
        <translation>%1 aus anderen Gründen ausgelassen</translation>
    </message>
    <message>
        <source>Nothing to register</source>
        <translation>Nichts einzutragen</translation>
    </message>
    <message>
        <source>nothing leaves this machine</source>
        <translation>nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Nowhere. No registry was told of it.</source>
        <translation>Nirgends. Keinem Register wurde davon gesagt.</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>made when it is sent: %1</source>
        <translation>entsteht beim Senden: %1</translation>
    </message>
</context>
<context>
    <name>RecordsPage</name>
    <message>
        <source>Records</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Whom your works can be recorded with. Each host is asked for once before anything is sent to it.</source>
        <translation>Wo deine Werke eingetragen werden können. Nach jedem Host wirst du einmal gefragt, bevor ihm etwas gesendet wird.</translation>
    </message>
    <message>
        <source>My domain</source>
        <translation>Meine Domain</translation>
    </message>
    <message>
        <source>Where your terms stand for machines. Records point to it; empty: they do not.</source>
        <translation>Wo deine Bedingungen für Maschinen stehen. Einträge verweisen darauf; leer: tun sie nicht.</translation>
    </message>
    <message>
        <source>Time-stamp authorities</source>
        <translation>Zeitstempelstellen</translation>
    </message>
    <message>
        <source>Addresses (RFC 3161), one a line. Empty: the one of the time stamps.</source>
        <translation>Adressen (RFC 3161), eine je Zeile. Leer: die der Zeitstempel.</translation>
    </message>
    <message>
        <source>Calendars</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Addresses of OpenTimestamps calendars, one a line. Empty: the public ones.</source>
        <translation>Adressen von OpenTimestamps-Kalendern, eine je Zeile. Leer: die öffentlichen.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>The key of your records</source>
        <translation>Der Schlüssel deiner Einträge</translation>
    </message>
    <message>
        <source>It signs what you declare. Without it nothing that it signed can be taken back: keep a back-up.</source>
        <translation>Er signiert, was du einträgst. Ohne ihn ist nichts davon zurückzunehmen: Verwahre eine Sicherung.</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sicherung …</translation>
    </message>
    <message>
        <source>The key, under a passphrase</source>
        <translation>Der Schlüssel, unter einer Passphrase</translation>
    </message>
    <message>
        <source>Take in from a back-up…</source>
        <translation>Aus einer Sicherung holen …</translation>
    </message>
    <message>
        <source>Passphrase of the back-up</source>
        <translation>Passphrase der Sicherung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1. Others: in %2.</source>
        <translation>%1. Weitere: in %2.</translation>
    </message>
    <message>
        <source>Hubs (ISCC)</source>
        <translation>Hubs (ISCC)</translation>
    </message>
    <message>
        <source>Not made yet: it is made when something is first signed with it.</source>
        <translation>Noch nicht da: Er entsteht, wenn damit zum ersten Mal signiert wird.</translation>
    </message>
    <message>
        <source>Public key (Ed25519)</source>
        <translation>Öffentlicher Schlüssel (Ed25519)</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gesichert.</translation>
    </message>
    <message>
        <source>The back-up opens with this passphrase alone. Keep both, in different places.</source>
        <translation>Die Sicherung öffnet sich nur mit dieser Passphrase. Verwahre beides, an verschiedenen Orten.</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>Wohin …</translation>
    </message>
    <message>
        <source>Where the back-up goes</source>
        <translation>Wohin die Sicherung kommt</translation>
    </message>
    <message>
        <source>Key (*.pem)</source>
        <translation>Schlüssel (*.pem)</translation>
    </message>
    <message>
        <source>The key is in %1, locked with your passphrase.</source>
        <translation>Der Schlüssel ist in %1, mit deiner Passphrase verschlossen.</translation>
    </message>
    <message>
        <source>A back-up of the key</source>
        <translation>Eine Sicherung des Schlüssels</translation>
    </message>
    <message>
        <source>The key is here: what it signed can be taken back from here.</source>
        <translation>Der Schlüssel ist da: Was er signiert hat, ist von hier zurückzunehmen.</translation>
    </message>
</context>
<context>
    <name>RecordsPlace</name>
    <message>
        <source>Registries, registering, receipts or ledger</source>
        <translation>Register, Eintragen, Quittungen oder Journal</translation>
    </message>
    <message>
        <source>Registries</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Quittungen</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Einträge</translation>
    </message>
</context>
<context>
    <name>Register</name>
    <message>
        <source>Register</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>Your terms for these works are noted where you say. That proves what you said and when, not who drew it.</source>
        <translation>Deine Bedingungen für diese Werke werden notiert, wo du es sagst. Das belegt, was du wann gesagt hast, nicht, wer es gezeichnet hat.</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Werke</translation>
    </message>
    <message>
        <source>My terms</source>
        <translation>Meine Bedingungen</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>By which file</source>
        <translation>Mit welcher Datei</translation>
    </message>
    <message>
        <source>A digest of the file you tick fits exactly that file; an ISCC also fits pictures like it.</source>
        <translation>Ein Hash der Datei, die du ankreuzt, passt genau zu dieser Datei; ein ISCC auch zu ähnlichen Bildern.</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Was geschehen würde</translation>
    </message>
    <message>
        <source>What is left out, and why</source>
        <translation>Was ausgelassen wird, und warum</translation>
    </message>
    <message>
        <source>This is what would be sent, to the last byte:</source>
        <translation>Das würde gesendet, bis aufs letzte Byte:</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Show the receipts</source>
        <translation>Quittungen zeigen</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln work(s)</source>
        <translation>
            <numerusform>das eine Werk</numerusform>
            <numerusform>alle %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more of the same make</source>
        <translation>
            <numerusform>und %Ln weitere derselben Art</numerusform>
            <numerusform>und %Ln weitere derselben Art</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not taken: Activity names it(them).</source>
        <translation>
            <numerusform>%Ln nicht angenommen: Vorgänge nennen sie.</numerusform>
            <numerusform>%Ln nicht angenommen: Vorgänge nennen sie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait(s): Activity says for what.</source>
        <translation>
            <numerusform>%Ln wartet: Vorgänge sagen, worauf.</numerusform>
            <numerusform>%Ln warten: Vorgänge sagen, worauf.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, or the client&apos;s own</source>
        <translation>%1, oder die des Kunden</translation>
    </message>
    <message>
        <source>%1 chosen in the portfolio</source>
        <translation>%1 im Portfolio gewählt</translation>
    </message>
    <message>
        <source>Looking at what would happen…</source>
        <translation>Es wird angesehen, was geschehen würde …</translation>
    </message>
    <message>
        <source>Choose where.</source>
        <translation>Wähle, wo.</translation>
    </message>
    <message>
        <source>Choose by which file.</source>
        <translation>Wähle, mit welcher Datei.</translation>
    </message>
    <message numerus="yes">
        <source>Register (%n declaration(s))</source>
        <translation>
            <numerusform>Eintragen (%n Eintrag)</numerusform>
            <numerusform>Eintragen (%n Einträge)</numerusform>
        </translation>
    </message>
    <message>
        <source>Stops after what is being sent. The rest waits in Activity.</source>
        <translation>Hält an nach dem, was gerade gesendet wird. Der Rest wartet unter Vorgänge.</translation>
    </message>
    <message>
        <source>%1 recorded.</source>
        <translation>%1 eingetragen.</translation>
    </message>
</context>
<context>
    <name>Registries</name>
    <message>
        <source>Registries</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>A registry notes what you declared of a file, and when. Whether anybody reads it is said of each, with the day on which that was looked at.</source>
        <translation>Ein Register notiert, was du über eine Datei erklärt hast, und wann. Ob es jemand liest, steht bei jedem, mit dem Tag, an dem das angesehen wurde.</translation>
    </message>
    <message>
        <source>Hubs, authorities, my domain, the key…</source>
        <translation>Hubs, Zeitstempel, meine Domain, der Schlüssel …</translation>
    </message>
    <message>
        <source>Registered from here</source>
        <translation>Von hier aus eingetragen</translation>
    </message>
    <message>
        <source>Can only be asked</source>
        <translation>Nur zu fragen</translation>
    </message>
    <message>
        <source>By hand: forms, settings and offices</source>
        <translation>Von Hand: Formulare, Einstellungen und Ämter</translation>
    </message>
    <message>
        <source>The program sends nothing to these. What you note of them is your own word.</source>
        <translation>Das Programm sendet diesen nichts. Was du dazu notierst, ist dein eigenes Wort.</translation>
    </message>
    <message>
        <source>A list in CSV: the work (its number, title or file name) and its address, a line each</source>
        <translation>Eine Liste in CSV: je Zeile das Werk (Nummer, Titel oder Dateiname) und seine Adresse</translation>
    </message>
    <message>
        <source>Where works stand on the web…</source>
        <translation>Wo Werke im Netz stehen …</translation>
    </message>
    <message>
        <source>Where the packing list goes</source>
        <translation>Wohin die Packliste kommt</translation>
    </message>
    <message>
        <source>A list of works and their addresses</source>
        <translation>Eine Liste von Werken und ihren Adressen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new address(es), %1 known before.</source>
        <translation>
            <numerusform>%Ln neue Adresse, bekannt waren %1.</numerusform>
            <numerusform>%Ln neue Adressen, bekannt waren %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) passed over.</source>
        <translation>
            <numerusform>%n Zeile übergangen.</numerusform>
            <numerusform>%n Zeilen übergangen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The packing list is in %1, with %n work(s) in it.</source>
        <translation>
            <numerusform>Die Packliste ist in %1, mit %n Werk darin.</numerusform>
            <numerusform>Die Packliste ist in %1, mit %n Werken darin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sealed and left out.</source>
        <translation>
            <numerusform>%n versiegelt und ausgelassen.</numerusform>
            <numerusform>%n versiegelt und ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a place in it; README.txt says why.</source>
        <translation>
            <numerusform>%n ohne Platz darin; README.txt sagt, warum.</numerusform>
            <numerusform>%n ohne Platz darin; README.txt sagt, warum.</numerusform>
        </translation>
    </message>
    <message>
        <source>You must send it yourself.</source>
        <translation>Senden musst du sie selbst.</translation>
    </message>
</context>
<context>
    <name>RegistryCard</name>
    <message>
        <source>Register works there</source>
        <translation>Werke dort eintragen</translation>
    </message>
    <message>
        <source>Show its receipts</source>
        <translation>Seine Quittungen zeigen</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>What would be sent</source>
        <translation>Was gesendet würde</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Finds</source>
        <translation>Funde</translation>
    </message>
    <message>
        <source>News</source>
        <translation>Neues</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>Beurteilt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the last verdict back (Z)</source>
        <translation>Das letzte Urteil zurücknehmen (Z)</translation>
    </message>
    <message>
        <source>The card before (K)</source>
        <translation>Die Karte davor (K)</translation>
    </message>
    <message>
        <source>The next card (J)</source>
        <translation>Die nächste Karte (J)</translation>
    </message>
    <message>
        <source>%1: %2. Z takes it back.</source>
        <translation>%1: %2. Z nimmt es zurück.</translation>
    </message>
    <message>
        <source>The first %1 are shown.</source>
        <translation>Die ersten %1 werden gezeigt.</translation>
    </message>
    <message>
        <source>Nothing is held back.</source>
        <translation>Nichts ist zurückgehalten.</translation>
    </message>
    <message>
        <source>You have not judged a find yet.</source>
        <translation>Du hast noch keinen Fund beurteilt.</translation>
    </message>
    <message>
        <source>Nothing is new. What you judged, and what is held back, stands above.</source>
        <translation>Nichts ist neu. Was du beurteilt hast und was zurückgehalten ist, steht oben.</translation>
    </message>
    <message>
        <source>Nothing is watched yet. A watch looks for your names, addresses and pictures by itself.</source>
        <translation>Noch wird nichts bewacht. Eine Wache sucht von selbst nach deinen Namen, Adressen und Bildern.</translation>
    </message>
    <message>
        <source>Add a watch</source>
        <translation>Wache hinzufügen</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>There is no verdict to take back.</source>
        <translation>Es gibt kein Urteil zum Zurücknehmen.</translation>
    </message>
    <message>
        <source>Taken back: %1.</source>
        <translation>Zurückgenommen: %1.</translation>
    </message>
    <message>
        <source>Allowed: %1. Settings, My names lists it.</source>
        <translation>Erlaubt: %1. Es steht in den Einstellungen unter „Meine Namen“.</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>J and K walk, 1 to 4 judge, Z takes back, C lays pictures over each other.</source>
        <translation>J und K blättern, 1 bis 4 urteilen, Z nimmt zurück, C legt Bilder übereinander.</translation>
    </message>
    <message>
        <source>The last verdict</source>
        <translation>Das letzte Urteil</translation>
    </message>
</context>
<context>
    <name>RightsForm</name>
    <message>
        <source>Rights</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Creator</source>
        <translation>Urheber</translation>
    </message>
    <message>
        <source>who made it</source>
        <translation>wer es gemacht hat</translation>
    </message>
    <message>
        <source>Rights holder</source>
        <translation>Rechteinhaber</translation>
    </message>
    <message>
        <source>who owns it, if that is somebody else</source>
        <translation>wem es gehört, falls jemand anderem</translation>
    </message>
    <message>
        <source>Licensee</source>
        <translation>Lizenznehmer</translation>
    </message>
    <message>
        <source>who may use it</source>
        <translation>wer es nutzen darf</translation>
    </message>
    <message>
        <source>Credit line</source>
        <translation>Namensnennung</translation>
    </message>
    <message>
        <source>Ada Wren / Meridian Press</source>
        <translation>Ada Wren / Meridian Press</translation>
    </message>
    <message>
        <source>Copyright notice</source>
        <translation>Urhebervermerk</translation>
    </message>
    <message>
        <source>© 2026 Ada Wren. All rights reserved.</source>
        <translation>© 2026 Ada Wren. Alle Rechte vorbehalten.</translation>
    </message>
    <message>
        <source>Terms of use</source>
        <translation>Nutzungsbedingungen</translation>
    </message>
    <message>
        <source>in your own words</source>
        <translation>in eigenen Worten</translation>
    </message>
    <message>
        <source>Page with your terms</source>
        <translation>Seite mit Bedingungen</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>Licences from</source>
        <translation>Lizenzen von</translation>
    </message>
    <message>
        <source>who gives licences</source>
        <translation>wer Lizenzen gibt</translation>
    </message>
    <message>
        <source>Their e-mail</source>
        <translation>Deren E-Mail</translation>
    </message>
    <message>
        <source>Their website</source>
        <translation>Deren Website</translation>
    </message>
    <message>
        <source>Territory</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>where these rights hold</source>
        <translation>wo diese Rechte gelten</translation>
    </message>
</context>
<context>
    <name>RunsByItself</name>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
    <message>
        <source>Run watches that are due while this window is open</source>
        <translation>Fällige Wachen starten, solange das Fenster offen ist</translation>
    </message>
    <message>
        <source>Say on the desktop when something new was found</source>
        <translation>Auf dem Schreibtisch melden, was neu gefunden wurde</translation>
    </message>
    <message>
        <source>While it is closed: %1 looks every hour whether a watch is due.</source>
        <translation>Solange es geschlossen ist: %1 sieht jede Stunde nach, ob eine Wache fällig ist.</translation>
    </message>
    <message>
        <source>While it is closed nothing runs. %1 can look every hour whether a watch is due.</source>
        <translation>Solange es geschlossen ist, läuft nichts. %1 kann jede Stunde nachsehen, ob eine Wache fällig ist.</translation>
    </message>
    <message>
        <source>It said: %1</source>
        <translation>Es sagte: %1</translation>
    </message>
    <message>
        <source>Switch that off</source>
        <translation>Das ausschalten</translation>
    </message>
    <message>
        <source>Switch that on</source>
        <translation>Das einschalten</translation>
    </message>
</context>
<context>
    <name>SaidList</name>
    <message>
        <source>In which form</source>
        <translation>In welcher Form</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Last seen there</source>
        <translation>Zuletzt dort gesehen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>It is on record there, and that alone reserves nothing.</source>
        <translation>Es ist dort verzeichnet, und das allein behält nichts vor.</translation>
    </message>
</context>
<context>
    <name>SealPanel</name>
    <message>
        <source>Seal</source>
        <translation>Siegel</translation>
    </message>
    <message>
        <source>until I open it</source>
        <translation>bis ich es öffne</translation>
    </message>
    <message>
        <source>until a day</source>
        <translation>bis zu einem Tag</translation>
    </message>
    <message>
        <source>How long the seal holds</source>
        <translation>Wie lange das Siegel hält</translation>
    </message>
    <message>
        <source>Open the seal…</source>
        <translation>Siegel öffnen …</translation>
    </message>
    <message>
        <source>It holds</source>
        <translation>Es hält</translation>
    </message>
    <message>
        <source>Sealed until %1</source>
        <translation>Versiegelt bis %1</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Versiegelt</translation>
    </message>
    <message>
        <source>Not sealed</source>
        <translation>Nicht versiegelt</translation>
    </message>
    <message numerus="yes">
        <source>%n work(s) are under this client.</source>
        <translation>
            <numerusform>%n Werk gehört zu diesem Kunden.</numerusform>
            <numerusform>%n Werke gehören zu diesem Kunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing that identifies these works leaves this machine: no time stamp, no registry, no look-up. No small pictures of them are kept.</source>
        <translation>Nichts, woran diese Werke zu erkennen wären, verlässt diesen Rechner: kein Zeitstempel, kein Register, keine Suche. Kleine Bilder von ihnen werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Their works are treated like your own: what you switch on may be asked about them.</source>
        <translation>Ihre Werke werden behandelt wie deine eigenen: Was du einschaltest, darf nach ihnen fragen.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change how long the seal holds</source>
        <translation>Ändern, wie lange das Siegel gilt</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>versiegelt</translation>
    </message>
    <message>
        <source>not sealed</source>
        <translation>nicht versiegelt</translation>
    </message>
    <message>
        <source>From then on time stamps may be asked for when works of %1 are signed, and small pictures of them are kept. What has left cannot be called back. You can seal them again at any time.</source>
        <translation>Ab dann dürfen Zeitstempel geholt werden, wenn Werke von %1 signiert werden, und kleine Bilder davon werden aufbewahrt. Was hinausging, ist nicht zurückzuholen. Du kannst jederzeit wieder versiegeln.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Type a title or a file name. A picture dropped here is looked up.</source>
        <translation>Titel oder Dateinamen eingeben. Ein hier abgelegtes Bild wird nachgeschlagen.</translation>
    </message>
    <message>
        <source>Search: type, or drop a picture here</source>
        <translation>Suchen: tippen oder ein Bild ablegen</translation>
    </message>
    <message>
        <source>Ctrl+F. A picture dropped here is looked up among your works.</source>
        <translation>Strg+F. Ein Bild, das hier abgelegt wird, wird unter deinen Werken nachgeschlagen.</translation>
    </message>
</context>
<context>
    <name>SelfTestPage</name>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
    <message>
        <source>Copies of your own works are made as strangers make them: cut, mirrored, framed, saved again. They are looked for as a data set is searched. No file is written and nothing is sent.</source>
        <translation>Von deinen eigenen Werken werden Kopien gemacht, wie Fremde sie machen: beschnitten, gespiegelt, gerahmt, neu gespeichert. Sie werden gesucht, wie ein Datensatz durchsucht wird. Keine Datei wird geschrieben und nichts gesendet.</translation>
    </message>
    <message>
        <source>Works to make copies of</source>
        <translation>Werke, von denen Kopien gemacht werden</translation>
    </message>
    <message>
        <source>Point by point as well; takes longer</source>
        <translation>Auch Punkt für Punkt; dauert länger</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Anfangen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Werke</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>How far a hash may be off in a set depends on how many rows it has. Kinds with a star are not among the views that are made of your works.</source>
        <translation>Wie weit ein Hash in einem Datensatz abweichen darf, hängt davon ab, wie viele Zeilen er hat. Arten mit Stern sind nicht unter den Ansichten, die von deinen Werken gemacht werden.</translation>
    </message>
    <message>
        <source>Cannot be searched for by picture</source>
        <translation>Nach dem Bild nicht zu suchen</translation>
    </message>
    <message>
        <source>Found only where hardly changed</source>
        <translation>Nur kaum verändert zu finden</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Nicht zu lesen</translation>
    </message>
    <message>
        <source>Stops after the works at hand.</source>
        <translation>Hält nach den jetzigen Werken an.</translation>
    </message>
    <message>
        <source>%1 works, %2 kinds of copies. The share of copies that is found:</source>
        <translation>%1 Werke, %2 Arten von Kopien. Der Anteil der Kopien, der gefunden wird:</translation>
    </message>
    <message>
        <source>By an equal hash</source>
        <translation>Am gleichen Hash</translation>
    </message>
    <message>
        <source>Up to 4 bits off</source>
        <translation>Bis 4 Bit daneben</translation>
    </message>
    <message>
        <source>Up to 8 bits off</source>
        <translation>Bis 8 Bit daneben</translation>
    </message>
    <message>
        <source>Point by point, where the picture can be had</source>
        <translation>Punkt für Punkt, wo das Bild zu haben ist</translation>
    </message>
</context>
<context>
    <name>SetCard</name>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>See what it takes</source>
        <translation>Sehen, was es braucht</translation>
    </message>
    <message>
        <source>Search its words</source>
        <translation>Wörter durchsuchen</translation>
    </message>
    <message>
        <source>Check its hash</source>
        <translation>Hash prüfen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Show the finds</source>
        <translation>Funde zeigen</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>Stops after the parts at work.</source>
        <translation>Hält nach den laufenden Teilen an.</translation>
    </message>
    <message>
        <source>Never searched.</source>
        <translation>Nie durchsucht.</translation>
    </message>
</context>
<context>
    <name>Sets</name>
    <message>
        <source>not told before it is read</source>
        <translation>vor dem Lesen nicht bekannt</translation>
    </message>
    <message>
        <source>%1 from the network</source>
        <translation>%1 aus dem Netz</translation>
    </message>
    <message>
        <source>%1 from the disk</source>
        <translation>%1 vom Datenträger</translation>
    </message>
    <message>
        <source>%1; addresses and captions only of rows that are found (%2 in all)</source>
        <translation>%1; Adressen und Bildtexte nur von gefundenen Zeilen (insgesamt %2)</translation>
    </message>
    <message>
        <source>%1; %2 rows lie here already</source>
        <translation>%1; %2 Zeilen liegen schon hier</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Your works</source>
        <translation>Deine Werke</translation>
    </message>
    <message>
        <source>Views of them</source>
        <translation>Ansichten davon</translation>
    </message>
    <message>
        <source>%1, up to %2 of 64 bits off</source>
        <translation>%1, bis zu %2 von 64 Bits daneben</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Zu lesen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Dauert</translation>
    </message>
    <message>
        <source>%1 of computing</source>
        <translation>%1 Rechenzeit</translation>
    </message>
    <message>
        <source>%1 of your pictures: found only where the hash is equal</source>
        <translation>%1 deiner Bilder: nur bei gleichem Hash zu finden</translation>
    </message>
    <message>
        <source>Too plain</source>
        <translation>Zu schlicht</translation>
    </message>
    <message>
        <source>%1 were fetched to learn this</source>
        <translation>%1 wurden geholt, um das zu erfahren</translation>
    </message>
    <message>
        <source>Fetched already</source>
        <translation>Schon geholt</translation>
    </message>
    <message>
        <source>%1 of your own files are read first: the set tells files by MD5 alone</source>
        <translation>Zuerst werden %1 deiner eigenen Dateien gelesen: Der Datensatz nennt Dateien nur nach MD5</translation>
    </message>
    <message>
        <source>Your files</source>
        <translation>Deine Dateien</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>names: %1, addresses: %2; none of them leaves this machine</source>
        <translation>Namen: %1, Adressen: %2; nichts davon verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation>Gesucht</translation>
    </message>
    <message>
        <source>files that are the same to the byte: the set has digests, and no hashes</source>
        <translation>Dateien, die bis aufs Byte gleich sind: der Datensatz hat Prüfsummen, aber keine Hashes</translation>
    </message>
    <message>
        <source>%1 on this disk, where %2 are free: later works need not read the set again</source>
        <translation>%1 auf diesem Laufwerk, auf dem %2 frei sind: für spätere Werke muss der Datensatz nicht noch einmal gelesen werden</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>%1 of your works: their files are away, or cannot be read</source>
        <translation>%1 deiner Werke: ihre Dateien sind weg oder nicht lesbar</translation>
    </message>
    <message>
        <source>Not searched for</source>
        <translation>Nicht gesucht</translation>
    </message>
    <message>
        <source>Under seal</source>
        <translation>Unter Siegel</translation>
    </message>
    <message>
        <source>not looked for: %1</source>
        <translation>nicht gesucht: %1</translation>
    </message>
    <message>
        <source>Nothing of %1 was searched.</source>
        <translation>Von %1 wurde nichts durchsucht.</translation>
    </message>
    <message>
        <source>No row of %1 that was read has a hash, so nothing was searched.</source>
        <translation>Keine gelesene Zeile von %1 hat einen Hash, also wurde nichts durchsucht.</translation>
    </message>
    <message>
        <source>Nothing of yours found in %1 of %2 rows of %3.</source>
        <translation>Nichts von dir gefunden in %1 von %2 Zeilen von %3.</translation>
    </message>
    <message>
        <source>That says that none of these rows is near to the views that were searched; not that no work of yours is in the set: crops below half, collages, screenshots and redrawn pictures have other hashes.</source>
        <translation>Das sagt, dass keine dieser Zeilen den gesuchten Ansichten nahe ist; nicht, dass kein Werk von dir im Datensatz ist: Ausschnitte unter der Hälfte, Collagen, Bildschirmfotos und Nachgezeichnetes haben andere Hashes.</translation>
    </message>
    <message>
        <source>That says that none of these rows is a file of yours to the byte; not that no work of yours is in the set: a copy that was saved anew has another digest.</source>
        <translation>Das sagt, dass keine dieser Zeilen bis aufs Byte eine Datei von dir ist; nicht, dass kein Werk von dir im Datensatz ist: eine neu gespeicherte Kopie hat eine andere Prüfsumme.</translation>
    </message>
    <message>
        <source>None of your names and addresses found in the words of %1 of %2 rows of %3.</source>
        <translation>Keiner deiner Namen und keine deiner Adressen gefunden in den Wörtern von %1 von %2 Zeilen von %3.</translation>
    </message>
    <message>
        <source>%1 of your names and addresses stand in it. They are cards among your finds now:</source>
        <translation>%1 deiner Namen und Adressen stehen darin. Sie sind jetzt Karten unter deinen Funden:</translation>
    </message>
    <message>
        <source>%1: in %2 rows</source>
        <translation>%1: in %2 Zeilen</translation>
    </message>
    <message>
        <source>A name in a set says that the set lists it; not that a model learned it.</source>
        <translation>Ein Name in einem Datensatz sagt, dass der Datensatz ihn aufführt; nicht, dass ein Modell ihn gelernt hat.</translation>
    </message>
    <message>
        <source>up to %1 pictures, one after the other, until one is as the set says</source>
        <translation>bis zu %1 Bilder, eins nach dem andern, bis eins ist, wie der Datensatz sagt</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>Geholt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Tells</source>
        <translation>Sagt</translation>
    </message>
    <message>
        <source>whether the set&apos;s hash is the one that is searched for</source>
        <translation>ob der Hash des Datensatzes der ist, nach dem gesucht wird</translation>
    </message>
    <message>
        <source>Its hash is ours: a picture as it lies there now is %1 bits from what the set says.</source>
        <translation>Sein Hash ist unserer: Ein Bild, wie es jetzt dort liegt, ist %1 Bit von der Angabe des Datensatzes entfernt.</translation>
    </message>
    <message>
        <source>Its hash is not ours: of %1 pictures as they lie there now the nearest is %2 bits from what the set says of it. Nothing can be concluded from what is not found in it.</source>
        <translation>Sein Hash ist nicht unserer: Von %1 Bildern, wie sie jetzt dort liegen, ist das nächste %2 Bit von der Angabe des Datensatzes entfernt. Daraus, dass darin nichts gefunden wird, folgt nichts.</translation>
    </message>
    <message>
        <source>Whether its hash is ours could not be told.</source>
        <translation>Ob sein Hash unserer ist, war nicht festzustellen.</translation>
    </message>
    <message>
        <source>One picture was compared, %1 bits off; it may be another by now.</source>
        <translation>Ein Bild wurde verglichen, %1 Bit daneben; es kann inzwischen ein anderes sein.</translation>
    </message>
    <message>
        <source>Likely a copy.</source>
        <translation>Wahrscheinlich eine Kopie.</translation>
    </message>
    <message>
        <source>Possibly a copy.</source>
        <translation>Möglicherweise eine Kopie.</translation>
    </message>
    <message>
        <source>%1 of 64 bits differ; chance alone gives a hit as near in one of %2 such searches.</source>
        <translation>%1 von 64 Bits weichen ab; der Zufall allein ergibt in einer von %2 solchen Suchen einen so nahen Treffer.</translation>
    </message>
    <message>
        <source>That lies beyond what was measured.</source>
        <translation>Das liegt jenseits dessen, was gemessen wurde.</translation>
    </message>
    <message>
        <source>Same picture content: %1 points agree, and where they lie is shown.</source>
        <translation>Gleicher Bildinhalt: %1 Punkte stimmen überein, und es ist gezeigt, wo sie liegen.</translation>
    </message>
    <message>
        <source>The content was not seen in it: %1 points agree, too few to tell.</source>
        <translation>Der Inhalt war darin nicht zu sehen: %1 Punkte stimmen überein, zu wenige.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Comparing pictures of %1</source>
        <translation>Bilder von %1 vergleichen</translation>
    </message>
    <message>
        <source>Rows that may hold works of yours: %1. They are cards among your finds now.</source>
        <translation>Zeilen, die Werke von dir enthalten könnten: %1. Sie sind jetzt Karten unter deinen Funden.</translation>
    </message>
</context>
<context>
    <name>SettingsPlace</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>My signature</source>
        <translation>Meine Signatur</translation>
    </message>
    <message>
        <source>My names</source>
        <translation>Meine Namen</translation>
    </message>
    <message>
        <source>My terms</source>
        <translation>Meine Bedingungen</translation>
    </message>
    <message>
        <source>My website</source>
        <translation>Meine Website</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Time stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Trust list</source>
        <translation>Vertrauensliste</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>What survives where</source>
        <translation>Was wo übrig bleibt</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
</context>
<context>
    <name>SignStep</name>
    <message>
        <source>Say no</source>
        <translation>Nein sagen</translation>
    </message>
    <message>
        <source>The chosen picture</source>
        <translation>Das gewählte Bild</translation>
    </message>
    <message>
        <source>Pick a picture.</source>
        <translation>Wähle ein Bild.</translation>
    </message>
    <message>
        <source>Tag and sign</source>
        <translation>Auszeichnen und signieren</translation>
    </message>
    <message>
        <source>Try to fool it</source>
        <translation>Versuche es zu täuschen</translation>
    </message>
    <message>
        <source>The sample is signed with a throw-away signature: public verifiers would show an unknown signer. A reader that sees a no does not have to honour it.</source>
        <translation>Das Beispiel wird mit einer Wegwerf-Signatur signiert: Öffentliche Prüfer würden einen unbekannten Unterzeichner zeigen. Wer ein Nein sieht, muss sich nicht daran halten.</translation>
    </message>
    <message>
        <source>These pictures say nothing about AI training. Pick one.</source>
        <translation>Diese Bilder sagen nichts über KI-Training. Wähle eines.</translation>
    </message>
    <message>
        <source>Signing ...</source>
        <translation>Wird signiert …</translation>
    </message>
    <message>
        <source>Reading ...</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Signed copy written in %1 s. The picture is the same to the last bit. Read back just now: the credential holds.</source>
        <translation>Signierte Kopie in %1 s geschrieben. Das Bild ist bis aufs letzte Bit dasselbe. Gerade zurückgelesen: Der Nachweis hält.</translation>
    </message>
    <message>
        <source>%1 cannot hold a credential safely, so it stands in a file beside the copy.</source>
        <translation>%1 kann einen Nachweis nicht sicher enthalten, darum steht er in einer Datei neben der Kopie.</translation>
    </message>
</context>
<context>
    <name>SignaturePage</name>
    <message>
        <source>My signature</source>
        <translation>Meine Signatur</translation>
    </message>
    <message>
        <source>A certificate with your name, and a key that only you have. Every signed copy carries it.</source>
        <translation>Ein Zertifikat mit deinem Namen und ein Schlüssel, den nur du hast. Jede signierte Kopie trägt es.</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signaturen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Sign with this one</source>
        <translation>Hiermit signieren</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sichern …</translation>
    </message>
    <message>
        <source>Certificate and key, under a passphrase</source>
        <translation>Zertifikat und Schlüssel, unter einer Passphrase</translation>
    </message>
    <message>
        <source>Export certificates…</source>
        <translation>Zertifikate ausgeben …</translation>
    </message>
    <message>
        <source>For others&apos; trust lists; no key</source>
        <translation>Für die Vertrauenslisten anderer; ohne Schlüssel</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>Erneuern</translation>
    </message>
    <message>
        <source>A fresh certificate under the same root</source>
        <translation>Ein frisches Zertifikat unter derselben Wurzel</translation>
    </message>
    <message>
        <source>Issue to a seat…</source>
        <translation>Für einen Platz ausstellen …</translation>
    </message>
    <message>
        <source>A studio: a signature for one person</source>
        <translation>Studio: eine Signatur für eine Person</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen …</translation>
    </message>
    <message>
        <source>New signature…</source>
        <translation>Neue Signatur …</translation>
    </message>
    <message>
        <source>Take one in…</source>
        <translation>Eine aufnehmen …</translation>
    </message>
    <message>
        <source>System keychain:</source>
        <translation>Schlüsselbund des Systems:</translation>
    </message>
    <message>
        <source>A key is never stored unlocked.</source>
        <translation>Ein Schlüssel liegt nie unverschlossen.</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>taken in</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>a seat&apos;s</source>
        <translation>eines Platzes</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>widerrufen</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>ersetzt</translation>
    </message>
    <message>
        <source>no key here</source>
        <translation>kein Schlüssel hier</translation>
    </message>
    <message>
        <source>used for signing</source>
        <translation>damit wird signiert</translation>
    </message>
    <message>
        <source>You have no signature yet. Make one below: one step, no account, no cost.</source>
        <translation>Du hast noch keine Signatur. Lege unten eine an: ein Schritt, kein Konto, keine Kosten.</translation>
    </message>
    <message>
        <source>SHA-256 of the certificate:</source>
        <translation>SHA-256 des Zertifikats:</translation>
    </message>
    <message>
        <source>%1 is your signature now. Back it up: a lost key cannot be had again.</source>
        <translation>%1 ist jetzt deine Signatur. Sichere sie: Ein verlorener Schlüssel lässt sich nicht wiederholen.</translation>
    </message>
    <message>
        <source>There is no system keychain here to lock the key with, and no passphrase was given. Nothing was made.</source>
        <translation>Hier gibt es keinen Schlüsselbund, der den Schlüssel verschließen könnte, und keine Passphrase wurde angegeben. Nichts wurde gemacht.</translation>
    </message>
    <message>
        <source>%1 was taken in.</source>
        <translation>%1 wurde aufgenommen.</translation>
    </message>
    <message>
        <source>%1 signs from now on.</source>
        <translation>Von nun an signiert %1.</translation>
    </message>
    <message>
        <source>Export the certificates</source>
        <translation>Zertifikate ausgeben</translation>
    </message>
    <message>
        <source>Written to %1. There is no key in it.</source>
        <translation>Nach %1 geschrieben. Es ist kein Schlüssel darin.</translation>
    </message>
    <message>
        <source>Back up the signature</source>
        <translation>Signatur sichern</translation>
    </message>
    <message>
        <source>The back-up holds certificate and key. Whoever has the file and the passphrase signs as you.</source>
        <translation>Die Sicherung enthält Zertifikat und Schlüssel. Wer die Datei und die Passphrase hat, signiert als du.</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>Ort wählen …</translation>
    </message>
    <message>
        <source>Written: %1. Keep it away from this machine, and the passphrase away from it.</source>
        <translation>Geschrieben: %1. Bewahre sie fern von diesem Rechner auf, und die Passphrase fern von ihr.</translation>
    </message>
    <message>
        <source>The seat&apos;s signature</source>
        <translation>Die Signatur des Platzes</translation>
    </message>
    <message>
        <source>A signature for one person or machine, under your root. Its key goes into the file and is not kept here.</source>
        <translation>Eine Signatur für eine Person oder einen Rechner, unter deiner Wurzel. Ihr Schlüssel kommt in die Datei und wird hier nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Seat or person</source>
        <translation>Platz oder Person</translation>
    </message>
    <message>
        <source>Written to %1. On that seat, take it in on this page.</source>
        <translation>Nach %1 geschrieben. Nimm sie an jenem Platz auf dieser Seite auf.</translation>
    </message>
    <message>
        <source>Renewed: it runs until %1. Back it up again.</source>
        <translation>Erneuert: Sie läuft bis %1. Sichere sie noch einmal.</translation>
    </message>
    <message>
        <source>%1 will sign no more. This cannot be undone. What it signed stays as it is; whoever takes in your revocation list will see that it was revoked. Do this when the key was lost or seen by others.</source>
        <translation>%1 wird nicht mehr signieren. Das lässt sich nicht rückgängig machen. Was damit signiert wurde, bleibt, wie es ist; wer deine Widerrufsliste aufnimmt, sieht, dass sie widerrufen ist. Tu das, wenn der Schlüssel verloren ging oder andere ihn sahen.</translation>
    </message>
    <message>
        <source>Revoke it</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoked. The revocation list is %1.</source>
        <translation>Widerrufen. Die Widerrufsliste ist %1.</translation>
    </message>
</context>
<context>
    <name>Slider</name>
    <message>
        <source>Both pictures in one place; the line stands at %1 %.</source>
        <translation>Beide Bilder an einem Ort; die Linie steht bei %1 %.</translation>
    </message>
</context>
<context>
    <name>StatusCard</name>
    <message>
        <source>Ask about my works</source>
        <translation>Nach meinen Werken fragen</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>Jetzt fragen</translation>
    </message>
    <message>
        <source>Keep a key of yours</source>
        <translation>Eigenen Schlüssel hinterlegen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es) would be asked about.</source>
        <translation>
            <numerusform>Nach %Ln Adresse würde gefragt.</numerusform>
            <numerusform>Nach %Ln Adressen würde gefragt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more wait(s) for another time.</source>
        <translation>
            <numerusform>%Ln weitere wartet auf ein anderes Mal.</numerusform>
            <numerusform>%Ln weitere warten auf ein anderes Mal.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sealed work(s) left out.</source>
        <translation>
            <numerusform>%Ln versiegeltes Werk ist ausgelassen.</numerusform>
            <numerusform>%Ln versiegelte Werke sind ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln work(s) without a known address.</source>
        <translation>
            <numerusform>%Ln Werk hat keine bekannte Adresse.</numerusform>
            <numerusform>%Ln Werke haben keine bekannte Adresse.</numerusform>
        </translation>
    </message>
    <message>
        <source>It answers those who have a key of their own.</source>
        <translation>Es antwortet denen, die einen eigenen Schlüssel haben.</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>%1 fragen</translation>
    </message>
    <message>
        <source>On %1 it says opted out: yes for %2, no for %3; of %4 it says neither. That is its word.</source>
        <translation>Am %1 sagt es zum Widerspruch: ja bei %2, nein bei %3; zu %4 sagt es keins von beiden. Das ist sein Wort.</translation>
    </message>
</context>
<context>
    <name>Sure</name>
    <message>
        <source>Nobody who has read or copied it meanwhile is told, and nothing that was trained is undone.</source>
        <translation>Wer es inzwischen gelesen oder kopiert hat, erfährt nichts davon, und nichts Trainiertes wird rückgängig.</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Lassen</translation>
    </message>
</context>
<context>
    <name>TakeIn</name>
    <message>
        <source>Taking in %1</source>
        <translation>%1 wird aufgenommen</translation>
    </message>
    <message>
        <source>%1 taken in, %2 could not be read.</source>
        <translation>%1 aufgenommen, %2 waren nicht zu lesen.</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>%1 taken in. The originals were only read.</source>
        <translation>%1 aufgenommen. Die Originale wurden nur gelesen.</translation>
    </message>
    <message>
        <source>Nothing new: everything there is known already.</source>
        <translation>Nichts Neues: Alles dort ist schon bekannt.</translation>
    </message>
    <message>
        <source>No pictures were found there.</source>
        <translation>Dort wurden keine Bilder gefunden.</translation>
    </message>
</context>
<context>
    <name>TakeInPanel</name>
    <message>
        <source>One that you have already</source>
        <translation>Eine, die du schon hast</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>A back-up, a seat&apos;s file, or what an authority sent you.</source>
        <translation>Eine Sicherung, die Datei eines Platzes oder was eine Stelle dir geschickt hat.</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Privater Schlüssel</translation>
    </message>
    <message>
        <source>Only if it is a file of its own.</source>
        <translation>Nur wenn er eine eigene Datei ist.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Of that file, if it has one.</source>
        <translation>Der Datei, falls sie eine hat.</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>Aufnehmen</translation>
    </message>
</context>
<context>
    <name>TermsPage</name>
    <message>
        <source>My terms</source>
        <translation>Meine Bedingungen</translation>
    </message>
    <message>
        <source>A preset holds your answers to AI, the rights, and what is written into copies.</source>
        <translation>Eine Vorgabe enthält deine Antworten an KI, die Rechte und was in Kopien geschrieben wird.</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>New preset…</source>
        <translation>Neue Vorgabe …</translation>
    </message>
    <message>
        <source>A new preset that begins like this one</source>
        <translation>Eine neue Vorgabe, die wie diese beginnt</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Einlesen …</translation>
    </message>
    <message>
        <source>Take in a preset from a file</source>
        <translation>Eine Vorgabe aus einer Datei aufnehmen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ausgeben …</translation>
    </message>
    <message>
        <source>Write this preset to a file</source>
        <translation>Diese Vorgabe in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Use by default</source>
        <translation>Zur üblichen machen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>default</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>What you changed in this preset is not saved yet.</source>
        <translation>Was du an dieser Vorgabe geändert hast, ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Leave it unsaved</source>
        <translation>Nicht speichern</translation>
    </message>
    <message>
        <source>Version %1, of %2.</source>
        <translation>Fassung %1, vom %2.</translation>
    </message>
    <message>
        <source>Used where nothing else is chosen.</source>
        <translation>Gilt, wo nichts anderes gewählt ist.</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Nichts geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s). Saving makes version</source>
        <translation>
            <numerusform>%n Änderung. Speichern ergibt Fassung</numerusform>
            <numerusform>%n Änderungen. Speichern ergibt Fassung</numerusform>
        </translation>
    </message>
    <message>
        <source>Copies made before keep what they say.</source>
        <translation>Frühere Kopien behalten, was sie sagen.</translation>
    </message>
    <message>
        <source>Saved as version %1.</source>
        <translation>Als Fassung %1 gespeichert.</translation>
    </message>
    <message>
        <source>%1 is there now.</source>
        <translation>%1 ist jetzt da.</translation>
    </message>
    <message>
        <source>%1 is the default now.</source>
        <translation>%1 gilt jetzt, wo nichts anderes gewählt ist.</translation>
    </message>
    <message>
        <source>Export the preset</source>
        <translation>Vorgabe ausgeben</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Geschrieben nach %1.</translation>
    </message>
    <message>
        <source>Import a preset</source>
        <translation>Vorgabe aufnehmen</translation>
    </message>
    <message>
        <source>%1, version %2, was taken in.</source>
        <translation>%1, Version %2, wurde aufgenommen.</translation>
    </message>
</context>
<context>
    <name>ThisAnswer</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>What was searched</source>
        <translation>Was durchsucht wurde</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>Noch wurde nichts gesendet.</translation>
    </message>
</context>
<context>
    <name>Ticks</name>
    <message>
        <source>Fields that are written</source>
        <translation>Felder, die geschrieben werden</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle ankreuzen</translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation>Keine ankreuzen</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Who signed, and that nothing changed</source>
        <translation>Wer signierte, und dass nichts geändert ist</translation>
    </message>
    <message>
        <source>My four answers</source>
        <translation>Meine vier Antworten</translation>
    </message>
    <message>
        <source>My four answers, in the older words</source>
        <translation>Meine vier Antworten, in den älteren Worten</translation>
    </message>
    <message>
        <source>Creator and rights</source>
        <translation>Urheber und Rechte</translation>
    </message>
    <message>
        <source>Tags in the file (XMP)</source>
        <translation>Angaben in der Datei (XMP)</translation>
    </message>
    <message>
        <source>My answer on mining and training</source>
        <translation>Meine Antwort zu Data-Mining und Training</translation>
    </message>
    <message>
        <source>My conditions</source>
        <translation>Meine Auflagen</translation>
    </message>
    <message>
        <source>Who gives licences</source>
        <translation>Wer Lizenzen gibt</translation>
    </message>
    <message>
        <source>Rights holder</source>
        <translation>Rechteinhaber</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Creator</source>
        <translation>Urheber</translation>
    </message>
    <message>
        <source>Copyright notice</source>
        <translation>Urhebervermerk</translation>
    </message>
    <message>
        <source>That rights are reserved</source>
        <translation>Dass Rechte vorbehalten sind</translation>
    </message>
    <message>
        <source>Page with my terms</source>
        <translation>Seite mit meinen Bedingungen</translation>
    </message>
    <message>
        <source>Terms of use</source>
        <translation>Nutzungsbedingungen</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Credit line</source>
        <translation>Namensnennung</translation>
    </message>
    <message>
        <source>E-mail and website</source>
        <translation>E-Mail und Website</translation>
    </message>
    <message>
        <source>How the picture was made</source>
        <translation>Wie das Bild entstand</translation>
    </message>
    <message>
        <source>Text and data mining reserved</source>
        <translation>Text- und Data-Mining vorbehalten</translation>
    </message>
    <message>
        <source>Address of my policy</source>
        <translation>Adresse meiner Bedingungen</translation>
    </message>
    <message>
        <source>Older tags (EXIF, IPTC)</source>
        <translation>Ältere Angaben (EXIF, IPTC)</translation>
    </message>
</context>
<context>
    <name>TimeStampsPage</name>
    <message>
        <source>Time stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>A time stamp is somebody else&apos;s word on when a copy was signed. With one, your copies stay valid after your certificate has run out. Without one a credential holds no time at all.</source>
        <translation>Ein Zeitstempel ist das Wort eines anderen darüber, wann eine Kopie signiert wurde. Mit ihm bleiben deine Kopien gültig, wenn dein Zertifikat abgelaufen ist. Ohne ihn enthält ein Nachweis gar keine Zeit.</translation>
    </message>
    <message>
        <source>It stands on our own network</source>
        <translation>Sie steht in unserem eigenen Netz</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Its address (RFC 3161). Empty: no time stamps. Some ask for a pause between requests.</source>
        <translation>Ihre Adresse (RFC 3161). Leer: keine Zeitstempel. Manche bitten um eine Pause zwischen Anfragen.</translation>
    </message>
    <message>
        <source>Only for a studio&apos;s own authority: the address may then be a private one.</source>
        <translation>Nur für die eigene Stelle eines Studios: Die Adresse darf dann eine private sein.</translation>
    </message>
    <message>
        <source>What they are told</source>
        <translation>Was sie erfährt</translation>
    </message>
    <message>
        <source>One request for each copy, of about 100 bytes: a hash of its signature, nothing of the picture and no name. A sealed client&apos;s works are never sent. While the network is switched off copies are signed without a time stamp, and the copy&apos;s line says so.</source>
        <translation>Eine Anfrage je Kopie, etwa 100 Byte: ein Hash ihrer Signatur, nichts vom Bild und kein Name. Werke eines versiegelten Kunden werden nie gesendet. Solange das Netz ausgeschaltet ist, werden Kopien ohne Zeitstempel signiert, und in der Zeile der Kopie steht das.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>No time stamps are asked for.</source>
        <translation>Zeitstempel werden nicht verlangt.</translation>
    </message>
    <message>
        <source>The network is on: the next copies get a time stamp.</source>
        <translation>Das Netz ist an: Die nächsten Kopien bekommen einen Zeitstempel.</translation>
    </message>
    <message>
        <source>The network is switched off: the next copies get no time stamp.</source>
        <translation>Das Netz ist ausgeschaltet: Die nächsten Kopien bekommen keinen Zeitstempel.</translation>
    </message>
    <message>
        <source>That is no address. It begins with https:// or http://.</source>
        <translation>Das ist keine Adresse. Sie beginnt mit https:// oder http://.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
</context>
<context>
    <name>TokensPanel</name>
    <message>
        <source>Tokens</source>
        <translation>Zugangsmarken</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Zugangsmarke</translation>
    </message>
    <message>
        <source>Locked by the keychain or your passphrase, sent to this host alone, never shown again.</source>
        <translation>Vom Schlüsselbund oder deiner Passphrase verschlossen, nur an diesen Host gesendet, nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Keep this token</source>
        <translation>Diese Marke behalten</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget the token of %1</source>
        <translation>Die Marke von %1 vergessen</translation>
    </message>
    <message>
        <source>A token of %1 is kept.</source>
        <translation>Eine Marke von %1 wird aufbewahrt.</translation>
    </message>
    <message>
        <source>The token of %1 is kept. It is not shown again.</source>
        <translation>Die Marke von %1 wird aufbewahrt. Sie wird nicht wieder gezeigt.</translation>
    </message>
    <message>
        <source>The token of %1 is forgotten.</source>
        <translation>Die Marke von %1 ist vergessen.</translation>
    </message>
</context>
<context>
    <name>TrustPage</name>
    <message>
        <source>Trust list</source>
        <translation>Vertrauensliste</translation>
    </message>
    <message>
        <source>Who may vouch for a signer. A credential from somebody on no list is still whole; nobody you trust says who that is. Your own signatures are always on your list, and on nobody else&apos;s.</source>
        <translation>Wer für einen Unterzeichner bürgen darf. Ein Nachweis von jemandem auf keiner Liste ist trotzdem heil; nur sagt niemand, dem du traust, wer das ist. Deine eigenen Signaturen stehen immer auf deiner Liste, und auf keiner anderen.</translation>
    </message>
    <message>
        <source>Fetch the official list…</source>
        <translation>Die amtliche Liste holen …</translation>
    </message>
    <message>
        <source>Load a PEM file…</source>
        <translation>PEM-Datei laden …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove the chosen entry&apos;s whole file</source>
        <translation>Die ganze Datei des gewählten Eintrags entfernen</translation>
    </message>
    <message>
        <source>Find a name</source>
        <translation>Namen suchen</translation>
    </message>
    <message>
        <source>Find a name on the trust list</source>
        <translation>Einen Namen auf der Vertrauensliste finden</translation>
    </message>
    <message>
        <source>Who may vouch</source>
        <translation>Wer bürgen darf</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>abgelaufen %1</translation>
    </message>
    <message>
        <source>your signature</source>
        <translation>deine Signatur</translation>
    </message>
    <message>
        <source>The official list comes over the network, and that is switched off (see Network). You can load a file all the same.</source>
        <translation>Die amtliche Liste kommt über das Netz, und das ist aus (siehe Netz). Eine Datei lässt sich trotzdem laden.</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n Zertifikat</numerusform>
            <numerusform>%n Zertifikate</numerusform>
        </translation>
    </message>
    <message>
        <source>One request goes to %1, for %2. It is %3 long and says nothing of you or your works; that host will see your internet address. About %4 come back. No other host is asked, and nothing is fetched again by itself.</source>
        <translation>Eine Anfrage geht an %1, nach %2. Sie ist %3 lang und sagt nichts über dich oder deine Werke; jener Rechner sieht deine Internetadresse. Etwa %4 kommen zurück. Kein anderer Rechner wird gefragt, und nichts wird von selbst noch einmal geholt.</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Byte</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetch it now</source>
        <translation>Jetzt holen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird angefragt …</translation>
    </message>
    <message numerus="yes">
        <source>The official list is here: %n certificate(s).</source>
        <translation>
            <numerusform>Die amtliche Liste ist da: %n Zertifikat.</numerusform>
            <numerusform>Die amtliche Liste ist da: %n Zertifikate.</numerusform>
        </translation>
    </message>
    <message>
        <source>Load a trust list</source>
        <translation>Vertrauensliste laden</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) from that file are on your trust list.</source>
        <translation>
            <numerusform>%n Zertifikat aus der Datei steht auf deiner Vertrauensliste.</numerusform>
            <numerusform>%n Zertifikate aus der Datei stehen auf deiner Vertrauensliste.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that came with %1 goes off your trust list.</source>
        <translation>Alles, was mit %1 kam, verschwindet von deiner Vertrauensliste.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>Entfernt.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>reading...</source>
        <translation>wird gelesen …</translation>
    </message>
    <message>
        <source>shown from %1</source>
        <translation>gezeigt aus %1</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>Watch</name>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>gone since %1</source>
        <translation>weg seit %1</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>stark</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>schwach</translation>
    </message>
    <message>
        <source>by picture</source>
        <translation>am Bild</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>am Namen</translation>
    </message>
    <message>
        <source>by address</source>
        <translation>an der Adresse</translation>
    </message>
    <message>
        <source>in its name</source>
        <translation>in seinem Namen</translation>
    </message>
    <message>
        <source>as a trigger word</source>
        <translation>als Auslösewort</translation>
    </message>
    <message>
        <source>in the file&apos;s header</source>
        <translation>im Kopf der Datei</translation>
    </message>
    <message>
        <source>as a tag</source>
        <translation>als Schlagwort</translation>
    </message>
    <message>
        <source>in a file name</source>
        <translation>in einem Dateinamen</translation>
    </message>
    <message>
        <source>named as the artist</source>
        <translation>als Künstler genannt</translation>
    </message>
    <message>
        <source>in a title</source>
        <translation>in einem Titel</translation>
    </message>
    <message>
        <source>in a caption</source>
        <translation>in einer Bildunterschrift</translation>
    </message>
    <message>
        <source>in a prompt</source>
        <translation>in einem Prompt</translation>
    </message>
    <message>
        <source>in its description</source>
        <translation>in seiner Beschreibung</translation>
    </message>
    <message>
        <source>as its uploader</source>
        <translation>als wer es hochlud</translation>
    </message>
    <message>
        <source>in a link</source>
        <translation>in einem Link</translation>
    </message>
    <message>
        <source>as a digest</source>
        <translation>als Prüfsumme</translation>
    </message>
    <message>
        <source>in the text</source>
        <translation>im Text</translation>
    </message>
    <message>
        <source>in a picture</source>
        <translation>in einem Bild</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>other name</source>
        <translation>anderer Name</translation>
    </message>
    <message>
        <source>handle</source>
        <translation>Kontoname</translation>
    </message>
    <message>
        <source>studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>character</source>
        <translation>Figur</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meins</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Not mine</source>
        <translation>Nicht meins</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>It is mine, and nobody asked me.</source>
        <translation>Es ist meins, und niemand hat mich gefragt.</translation>
    </message>
    <message>
        <source>It is mine, and I agreed.</source>
        <translation>Es ist meins, und ich war einverstanden.</translation>
    </message>
    <message>
        <source>It is somebody else&apos;s.</source>
        <translation>Es gehört jemand anderem.</translation>
    </message>
    <message>
        <source>I do not want to see it.</source>
        <translation>Ich will es nicht sehen.</translation>
    </message>
    <message>
        <source>first seen</source>
        <translation>zuerst gesehen</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>back again</source>
        <translation>wieder da</translation>
    </message>
    <message>
        <source>a relative appeared</source>
        <translation>ein Verwandtes ist aufgetaucht</translation>
    </message>
    <message>
        <source>judged</source>
        <translation>beurteilt</translation>
    </message>
    <message>
        <source>begun, not ended</source>
        <translation>begonnen, nicht beendet</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>zum Teil</translation>
    </message>
    <message>
        <source>could not begin</source>
        <translation>konnte nicht beginnen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>this one alone</source>
        <translation>nur dieses</translation>
    </message>
    <message>
        <source>time stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>the official trust list</source>
        <translation>die amtliche Vertrauensliste</translation>
    </message>
    <message>
        <source>whether a certificate was revoked</source>
        <translation>ob ein Zertifikat widerrufen wurde</translation>
    </message>
    <message>
        <source>watches</source>
        <translation>Wachen</translation>
    </message>
    <message>
        <source>links that you check</source>
        <translation>Links, die du prüfst</translation>
    </message>
    <message>
        <source>pictures to compare</source>
        <translation>Bilder zum Vergleichen</translation>
    </message>
    <message>
        <source>your posted copies</source>
        <translation>deine geposteten Kopien</translation>
    </message>
    <message>
        <source>scans on other machines</source>
        <translation>Durchsichten auf anderen Rechnern</translation>
    </message>
    <message>
        <source>records of your works</source>
        <translation>Einträge deiner Werke</translation>
    </message>
    <message>
        <source>%1%2; how many there are is not said</source>
        <translation>%1%2; wie viele es gibt, ist nicht gesagt</translation>
    </message>
    <message>
        <source>all %3%2</source>
        <translation>alle %3%2</translation>
    </message>
    <message>
        <source>%1 of %3%2</source>
        <translation>%1 von %3%2</translation>
    </message>
    <message>
        <source>Nothing was searched yet.</source>
        <translation>Noch wurde nichts durchsucht.</translation>
    </message>
    <message>
        <source>Nothing of yours found in what was searched.</source>
        <translation>Nichts von dir gefunden in dem, was durchsucht wurde.</translation>
    </message>
    <message>
        <source>The rest was not searched.</source>
        <translation>Der Rest wurde nicht durchsucht.</translation>
    </message>
    <message>
        <source>today, %1</source>
        <translation>heute, %1</translation>
    </message>
    <message>
        <source>yesterday, %1</source>
        <translation>gestern, %1</translation>
    </message>
    <message>
        <source>tomorrow, %1</source>
        <translation>morgen, %1</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>jede Woche</translation>
    </message>
    <message>
        <source>every %1 weeks</source>
        <translation>alle %1 Wochen</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>every %1 days</source>
        <translation>alle %1 Tage</translation>
    </message>
    <message>
        <source>every hour</source>
        <translation>jede Stunde</translation>
    </message>
    <message>
        <source>every %1 hours</source>
        <translation>alle %1 Stunden</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>data sets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>spaces</source>
        <translation>Spaces</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>searches</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>cards</source>
        <translation>Karten</translation>
    </message>
</context>
<context>
    <name>WatchCard</name>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Jetzt laufen lassen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>See what it would send</source>
        <translation>Ansehen, was sie senden würde</translation>
    </message>
    <message>
        <source>Searched</source>
        <translation>Durchsucht</translation>
    </message>
    <message>
        <source>Under seal, so not asked for: %1.</source>
        <translation>Unter Siegel, darum wird nicht danach gefragt: %1.</translation>
    </message>
    <message>
        <source>Compare pictures as well</source>
        <translation>Auch Bilder vergleichen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stops after the present request.</source>
        <translation>Hält nach der laufenden Anfrage an.</translation>
    </message>
    <message>
        <source>runs now</source>
        <translation>läuft gerade</translation>
    </message>
    <message>
        <source>never ran</source>
        <translation>lief noch nie</translation>
    </message>
    <message>
        <source>last run %1: %2</source>
        <translation>zuletzt %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n find(s) new</source>
        <translation>
            <numerusform>%n Fund neu</numerusform>
            <numerusform>%n Funde neu</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>in Pause</translation>
    </message>
    <message>
        <source>next run as soon as it may</source>
        <translation>nächster Lauf, sobald es geht</translation>
    </message>
    <message>
        <source>next run %1</source>
        <translation>nächster Lauf %1</translation>
    </message>
    <message>
        <source>Remove it; its finds stay</source>
        <translation>Entfernen; ihre Funde bleiben</translation>
    </message>
</context>
<context>
    <name>Watches</name>
    <message>
        <source>Watches</source>
        <translation>Wachen</translation>
    </message>
    <message>
        <source>A watch asks its source on a schedule, and tells you only what is new.</source>
        <translation>Eine Wache fragt ihre Quelle nach Plan und sagt dir nur, was neu ist.</translation>
    </message>
    <message>
        <source>Add a watch</source>
        <translation>Wache hinzufügen</translation>
    </message>
    <message>
        <source>Nothing is watched yet.</source>
        <translation>Noch wird nichts bewacht.</translation>
    </message>
</context>
<context>
    <name>WebsitePage</name>
    <message>
        <source>My website</source>
        <translation>Meine Website</translation>
    </message>
    <message>
        <source>Your default terms, said where machines look on a site of your own. A reservation that a reader sees is not yet one that it honours.</source>
        <translation>Deine Standardbedingungen, gesagt, wo Maschinen auf einer eigenen Website nachsehen. Ein Vorbehalt, den ein Leser sieht, ist noch keiner, an den er sich hält.</translation>
    </message>
    <message>
        <source>Files for your site</source>
        <translation>Dateien für deine Website</translation>
    </message>
    <message>
        <source>robots.txt, tdmrep.json, ai.txt, a licence, a page in plain words, and headers for your server.</source>
        <translation>robots.txt, tdmrep.json, ai.txt, eine Lizenz, eine Seite in klaren Worten und Header für deinen Server.</translation>
    </message>
    <message>
        <source>Name of the site</source>
        <translation>Name der Website</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Nothing there that is not ours is written over.</source>
        <translation>Nichts dort, was nicht von uns ist, wird überschrieben.</translation>
    </message>
    <message>
        <source>Your robots.txt</source>
        <translation>Deine robots.txt</translation>
    </message>
    <message>
        <source>If there is one: every line of it is kept, ours are added and marked.</source>
        <translation>Falls es eine gibt: Jede Zeile darin bleibt, unsere kommen markiert dazu.</translation>
    </message>
    <message>
        <source>Write the files</source>
        <translation>Dateien schreiben</translation>
    </message>
    <message>
        <source>What your site says now</source>
        <translation>Was deine Website jetzt sagt</translation>
    </message>
    <message>
        <source>The page, the files beside it, and how one of its pictures is served: six small requests.</source>
        <translation>Die Seite, die Dateien daneben und wie eines ihrer Bilder ausgeliefert wird: sechs kleine Anfragen.</translation>
    </message>
    <message>
        <source>Address of your site</source>
        <translation>Adresse deiner Website</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>written anew</source>
        <translation>neu geschrieben</translation>
    </message>
    <message>
        <source>there already, as it should be</source>
        <translation>schon da, wie sie sein soll</translation>
    </message>
    <message>
        <source>another file is there, and stays as it is</source>
        <translation>eine andere Datei ist da und bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that are not ours stay as they are.</source>
        <translation>
            <numerusform>%n Datei, die nicht von uns ist, bleibt, wie sie ist.</numerusform>
            <numerusform>%n Dateien, die nicht von uns sind, bleiben, wie sie sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are there. Upload them to the root of your site, then look at it below.</source>
        <translation>Die Dateien sind da. Lade sie in die oberste Ebene deiner Website und sieh sie dir dann unten an.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>%1 of %2 kinds of readers see your no.</source>
        <translation>%1 von %2 Arten von Lesern sehen dein Nein.</translation>
    </message>
    <message>
        <source>Sees it.</source>
        <translation>Sieht es.</translation>
    </message>
    <message>
        <source>Does not.</source>
        <translation>Sieht es nicht.</translation>
    </message>
    <message>
        <source>Cannot be told.</source>
        <translation>Lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>This is the first look at it: there is nothing to compare with.</source>
        <translation>Das ist der erste Blick darauf: Es gibt nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>Not as it was on %1:</source>
        <translation>Nicht wie am %1:</translation>
    </message>
    <message>
        <source>As it was on %1.</source>
        <translation>Wie am %1.</translation>
    </message>
    <message>
        <source>It is asked for your page, the files beside it and one picture&apos;s headers.</source>
        <translation>Gefragt wird nach deiner Seite, den Dateien daneben und den Headern eines Bildes.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>This part of the window cannot be shown: a mistake of ours.</source>
        <translation>Dieser Teil des Fensters kann nicht gezeigt werden: ein Fehler von uns.</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien aufnehmen</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner aufnehmen</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>First minute</source>
        <translation>Erste Minute</translation>
    </message>
    <message>
        <source>Portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Funde</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) still run(s).</source>
        <translation>
            <numerusform>%n Vorgang läuft noch.</numerusform>
            <numerusform>%n Vorgänge laufen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be finished without the window, or stop after the present file and go on next time.</source>
        <translation>Es kann ohne das Fenster fertig werden, oder nach der laufenden Datei anhalten und beim nächsten Mal weitergehen.</translation>
    </message>
    <message>
        <source>Finish in the background</source>
        <translation>Im Hintergrund beenden</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>_Adding</name>
    <message>
        <source>New client</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Add the client</source>
        <translation>Kunden anlegen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>A new client is sealed: nothing that identifies their works leaves this machine, and no small pictures of them are kept. Works can be signed all the same. You open the seal when they are published.</source>
        <translation>Ein neuer Kunde ist versiegelt: Nichts, woran seine Werke zu erkennen wären, verlässt diesen Rechner, und kleine Bilder davon werden nicht aufbewahrt. Signiert werden können die Werke trotzdem. Du öffnest das Siegel, wenn sie veröffentlicht sind.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
</context>
<context>
    <name>_Naming</name>
    <message>
        <source>New preset</source>
        <translation>Neue Vorgabe</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>It begins like %1.</source>
        <translation>Sie beginnt wie %1.</translation>
    </message>
</context>
<context>
    <name>_Off</name>
    <message>
        <source>The network is switched off: no watch can run.</source>
        <translation>Das Netz ist ausgeschaltet: Keine Wache kann laufen.</translation>
    </message>
    <message>
        <source>Open the network settings</source>
        <translation>Zu den Netz-Einstellungen</translation>
    </message>
</context>
<context>
    <name>_Steps</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
    </message>
</context>
</TS>
