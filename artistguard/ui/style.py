"""The one stylesheet, made of tokens. Lengths that hold text go through `px`, so that they grow with it."""

from collections.abc import Callable

from artistguard.ui.tokens import Tokens


def sheet(t: Tokens, px: Callable[[float], int], mark: Callable[[str, str], str]) -> str:
    """The stylesheet of a look. Widgets say what they are by the dynamic property `kind`, or by their object name."""
    small, big = px(11), px(17)
    return f"""
QMainWindow, QDialog {{ background: {t.surface}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px 6px; }}

QLabel[kind="heading"] {{ font-size: {big}px; font-weight: 600; }}
QLabel[kind="section"] {{ font-weight: 600; }}
QLabel[kind="muted"] {{ color: {t.muted}; font-size: {small}px; }}
QLabel[kind="quiet"] {{ color: {t.muted}; }}
QLabel[kind="good"] {{ color: {t.good}; }}
QLabel[kind="look"] {{ color: {t.look}; }}
QLabel[kind="bad"] {{ color: {t.bad}; }}

QFrame[kind="card"] {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; }}
QFrame[kind="line"] {{ background: {t.line}; border: none; }}
QWidget[kind="canvas"] {{ background: {t.canvas}; }}
QWidget[kind="raised"] {{ background: {t.raised}; }}
QWidget[kind="sunken"] {{ background: {t.sunken}; }}

QPushButton {{ background: {t.raised}; border: 1px solid {t.strong_line}; border-radius: 6px;
  padding: {px(5)}px {px(12)}px; min-height: {px(18)}px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.line}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: {px(5) - 1}px {px(12) - 1}px; }}
QPushButton:disabled {{ color: {t.muted}; border-color: {t.line}; background: {t.surface}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.line}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; color: {t.accent}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.accent}; }}
QPushButton[kind="quiet"]:disabled {{ color: {t.muted}; }}
QPushButton[kind="bad"] {{ color: {t.bad}; border-color: {t.bad}; }}
QPushButton[kind="bad"]:focus {{ border: 2px solid {t.bad}; }}
QPushButton[kind="chip"] {{ background: transparent; border: 1px solid {t.line}; border-radius: {px(9) + px(3)}px;
  padding: {px(3)}px {px(11)}px; min-height: {px(18)}px; color: {t.text}; }}
QPushButton[kind="chip"]:hover {{ background: {t.hover}; }}
QPushButton[kind="chip"]:checked {{ background: {t.accent_soft}; border-color: {t.accent}; color: {t.text}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {t.accent}; padding: {px(3) - 1}px {px(11) - 1}px; }}
QPushButton::menu-indicator {{ image: url({mark("chevron-down", "muted")}); width: 12px; height: 12px;
  subcontrol-position: right center; right: 8px; }}

QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: {px(4)}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {t.accent_soft}; }}
QToolButton:focus {{ border: 2px solid {t.accent}; padding: {px(4) - 1}px; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QDateTimeEdit, QComboBox {{
  background: {t.raised}; border: 1px solid {t.strong_line}; border-radius: 6px;
  padding: {px(4)}px {px(8)}px; min-height: {px(18)}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QDateTimeEdit:focus, QComboBox:focus {{ border: 2px solid {t.accent}; padding: {px(4) - 1}px {px(8) - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {t.muted};
  background: {t.surface}; border-color: {t.line}; }}
QLineEdit[readOnly="true"] {{ background: {t.surface}; }}
QComboBox {{ padding-right: {px(24)}px; combobox-popup: 0; }}
QComboBox:focus {{ padding-right: {px(24) - 1}px; }}
QComboBox:hover {{ background: {t.hover}; }}
QComboBox::drop-down {{ subcontrol-origin: padding; subcontrol-position: center right; width: {px(24)}px;
  border: none; }}
QComboBox::down-arrow {{ image: url({mark("chevron-down", "muted")}); width: {px(14)}px; height: {px(14)}px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.strong_line}; padding: 4px;
  selection-background-color: {t.accent_soft}; selection-color: {t.text}; outline: 0; }}
QComboBox QAbstractItemView::item {{ min-height: {px(24)}px; padding: 0 {px(6)}px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QDateEdit {{ padding-right: {px(24)}px; }}
QDateEdit:focus {{ padding-right: {px(24) - 1}px; }}
QDateEdit::drop-down {{ subcontrol-origin: padding; subcontrol-position: center right; width: {px(24)}px;
  border: none; }}
QSpinBox::up-button, QDateEdit::up-button, QDoubleSpinBox::up-button {{ border: none; width: {px(18)}px;
  subcontrol-origin: padding; subcontrol-position: top right; }}
QSpinBox::down-button, QDateEdit::down-button, QDoubleSpinBox::down-button {{ border: none; width: {px(18)}px;
  subcontrol-origin: padding; subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QDateEdit::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({mark("chevron-up", "muted")});
  width: {px(11)}px; height: {px(11)}px; }}
QSpinBox::down-arrow, QDateEdit::down-arrow, QDoubleSpinBox::down-arrow {{
  image: url({mark("chevron-down", "muted")}); width: {px(11)}px; height: {px(11)}px; }}

QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.accent}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.muted}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: {px(14)}px; height: {px(14)}px;
  border: 1px solid {t.strong_line}; background: {t.raised}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {px(14) // 2 + 1}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {t.accent};
  border-color: {t.accent}; image: url({mark("check", "on_accent")}); }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{ background: {t.accent};
  border-color: {t.accent}; image: url({mark("minus", "on_accent")}); }}
QRadioButton::indicator:checked {{ border: {px(4)}px solid {t.accent}; background: {t.on_accent};
  width: {px(14) - 2 * px(4) + 2}px; height: {px(14) - 2 * px(4) + 2}px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {t.line}; background: {t.surface}; }}
QCheckBox::indicator:checked:disabled {{ background: {t.line}; }}

QScrollArea, QAbstractItemView {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.strong_line}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; margin: 2px 3px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; margin: 3px 2px; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QAbstractItemView {{ background: {t.surface}; alternate-background-color: {t.sunken}; outline: 0;
  selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
QListWidget::item, QTreeView::item, QTableView::item {{ padding: {px(4)}px; }}
QListWidget::item:hover, QTreeView::item:hover, QTableView::item:hover {{ background: {t.hover}; }}
QListWidget::item:selected, QTreeView::item:selected, QTableView::item:selected {{ background: {t.accent_soft};
  color: {t.text}; }}
QListWidget:focus, QTreeView:focus, QTableView:focus {{ border: 2px solid {t.accent}; }}
QHeaderView::section {{ background: {t.surface}; color: {t.muted}; font-size: {small}px; border: none;
  border-bottom: 1px solid {t.line}; padding: {px(4)}px; }}

QMenuBar {{ background: {t.sunken}; border: none; }}
QMenuBar::item {{ padding: {px(4)}px {px(8)}px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.strong_line}; padding: 4px; }}
QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(24)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.muted}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QMenu::indicator {{ width: {px(14)}px; height: {px(14)}px; left: 6px; }}
QMenu::indicator:checked {{ image: url({mark("check", "accent")}); }}

QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; padding: {px(6)}px {px(12)}px;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ background: {t.accent_soft}; }}
QGroupBox {{ border: none; margin-top: {px(20)}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
  color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:hover, QSplitter::handle:focus {{ background: {t.accent}; }}
QSlider::groove:horizontal {{ background: {t.line}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {t.accent}; width: 14px; margin: -5px 0; border-radius: 7px; }}

#topbar, #places {{ background: {t.sunken}; }}
#topbar {{ border-bottom: 1px solid {t.line}; }}
#pages {{ background: {t.sunken}; border: none; border-right: 1px solid {t.line}; padding: 12px 8px; }}
#pages:focus {{ border: none; border-right: 1px solid {t.line}; }}
#pages::item {{ padding: {px(6)}px {px(8)}px; border-radius: 6px; border: 2px solid transparent; }}
#pages::item:hover {{ background: {t.hover}; }}
#pages::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
#pages::item:selected:focus {{ border: 2px solid {t.accent}; }}
#places {{ border-right: 1px solid {t.line}; }}
#product {{ font-weight: 600; font-size: {px(15)}px; }}
#topbar QComboBox {{ background: {t.surface}; border-color: {t.line}; }}
#topbar QComboBox:hover {{ background: {t.raised}; }}
#topbar QComboBox:focus {{ border-color: {t.accent}; }}
#search {{ background: {t.surface}; border-color: {t.line}; padding-left: {px(6)}px; }}
#search[dropping="true"] {{ border: 2px dashed {t.accent}; }}
#search:focus {{ border: 2px solid {t.accent}; background: {t.raised}; }}

#banner {{ border: none; border-bottom: 1px solid {t.line}; background: {t.raised}; }}
#banner[tone="good"] {{ background: {t.good_soft}; }}
#banner[tone="look"] {{ background: {t.look_soft}; }}
#banner[tone="bad"] {{ background: {t.bad_soft}; }}

#foot {{ border: none; border-top: 1px solid {t.line}; background: {t.raised}; }}

#dropzone {{ border: 2px dashed {t.strong_line}; border-radius: 6px; background: transparent; }}
#dropzone[dropping="true"] {{ border-color: {t.accent}; background: {t.accent_soft}; }}
"""
