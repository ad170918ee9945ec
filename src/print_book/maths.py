"""Formulas: the TeX of a page as Typst mathematics.

This course has none; the template of `jupyter-book create` and most books on measures have, and without this room no file
of theirs could be printed.
"""

from __future__ import annotations

import re

from .text import string

SYMBOLS = {
    **dict(zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
        "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        "αβγδϵεζηθικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True)),
    "sum": "∑", "prod": "∏", "int": "∫", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "equiv": "≡", "sim": "∼", "propto": "∝", "ll": "≪", "gg": "≫", "cdot": "⋅", "times": "×", "div": "÷",
    "pm": "±", "mp": "∓", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩",
    "emptyset": "∅", "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "mapsto": "↦",
    "infty": "∞", "partial": "∂", "nabla": "∇", "ell": "ℓ", "dots": "…", "ldots": "…", "cdots": "⋯", "prime": "′",
    "mid": "∣", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "langle": "⟨",
    "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "circ": "∘", "star": "⋆", "ast": "∗",
    "colon": ":", "{": "\\{", "}": "\\}", "%": "%", "_": "\\_", "&": "\\&", "#": "\\#", "$": "\\$", "|": "‖",
}  # fmt: skip
SPACES = {
    ",": "thin", ":": "med", ">": "med", ";": "thick", " ": "space.nobreak", "quad": "quad", "qquad": "wide", "!": "",
}  # fmt: skip
WRAPPERS = {
    "sqrt": "sqrt", "hat": "hat", "widehat": "hat", "bar": "macron", "overline": "overline", "underline": "underline",
    "tilde": "tilde", "vec": "arrow", "dot": "dot", "ddot": "dot.double", "mathrm": "upright", "mathbf": "bold",
    "boldsymbol": "bold", "mathit": "italic", "mathcal": "cal", "mathbb": "bb", "mathsf": "sans",
}  # fmt: skip
PAIRS = {"frac": "frac", "dfrac": "display(frac", "tfrac": "inline(frac", "binom": "binom"}
WORDS = {"text", "textrm", "textit", "operatorname", "mbox"}
NAMES = set(
    "arccos arcsin arctan cos cosh cot det dim exp gcd inf ker lim liminf limsup ln log max min mod Pr sin sinh sup "
    "tan tanh".split()
)
IGNORED = set("displaystyle textstyle limits nolimits notag nonumber big Big bigl bigr Bigl Bigr".split())
ALIGNED = {"split", "aligned", "align", "align*", "equation", "equation*", "gather", "gather*", "gathered"}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.S)


def formula(tex: str) -> str:
    r"""Write a formula as the inside of Typst mathematics.

    Raises
    ------
    ValueError
        If a command is not known, or braces do not match.

    Examples
    --------
    >>> formula(r"\frac{a}{2} \le x^2")
    'frac(a, 2) ≤ x ^(2)'
    """
    reader = _Reader(re.sub(r"\\label\{.*?\}", "", tex))
    written = reader.until(None)
    if not written.strip():
        raise ValueError("an empty formula")
    return written.strip()


class _Reader:
    def __init__(self, tex: str) -> None:
        self.tokens, self.at = _TOKEN.findall(tex), 0

    def next(self) -> str | None:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else None

    def until(self, end: str | None) -> str:
        """Write everything up to a closing token."""
        pieces: list[str] = []
        while (token := self.next()) != end:
            if token is None:
                raise ValueError(f"{end} is missing")
            bare = token in "^_" and not any(pieces)  # such as the 2 of CO$_2$
            pieces.append('""' * bare + self.piece(token))
        return " ".join(filter(None, pieces))

    def argument(self) -> str:
        """Write the next group, or the next single token."""
        while (token := self.next()) is not None and token.isspace():
            pass
        if token is None:
            raise ValueError("a command without its argument")
        return self.until("}") if token == "{" else self.piece(token)

    def raw(self) -> str:
        """Return the next group as it stands."""
        while (token := self.next()) is not None and token.isspace():
            pass
        if token != "{":
            return token or ""
        kept = []
        while (token := self.next()) != "}":
            if token is None:
                raise ValueError("} is missing")
            kept.append(token)
        return "".join(kept)

    def piece(self, token: str) -> str:
        if token.isspace():
            return ""
        if token == "{":
            return self.until("}")
        if token in "^_":
            return f"{token}({self.argument()})"
        if token.startswith("\\"):
            return self.command(token[1:])
        if token == "}":
            raise ValueError("} without {")
        if token in "&'":
            return token
        if token == "-":
            return "−"
        if token.isalnum() or token in "+=<>":
            return token
        return "\\" + token if token.isascii() else token

    def command(self, name: str) -> str:
        if name == "\\":
            return "\\ "
        if name in SYMBOLS:
            return SYMBOLS[name]
        if name in SPACES:
            return SPACES[name]
        if name in NAMES:
            return name
        if name in IGNORED:
            return ""
        if name in WORDS:
            words = string(self.raw())
            return f"op({words})" if name == "operatorname" else words
        if name == "sqrt" and self.at < len(self.tokens) and self.tokens[self.at] == "[":
            self.next()
            degree = self.until("]")
            return f"root({degree}, {self.argument()})"
        if name in WRAPPERS:
            return f"{WRAPPERS[name]}({self.argument()})"
        if name in PAIRS:
            closing = ")" * PAIRS[name].count("(")
            return f"{PAIRS[name]}({self.argument()}, {self.argument()}){closing}"
        if name == "left":
            return self.delimited()
        if name == "begin":
            return self.environment(self.raw())
        raise ValueError(f"the command \\{name} is not known")

    def delimited(self) -> str:
        """Write a pair of fences that grow with what they hold."""
        opening = self.fence()
        inside = self.until("\\right")
        return f"lr({opening} {inside} {self.fence()})"

    def fence(self) -> str:
        token = self.next() or "."
        return "" if token == "." else self.piece(token)

    def environment(self, name: str) -> str:
        pieces = []
        while (token := self.next()) != "\\end":
            if token is None:
                raise ValueError(f"\\end{{{name}}} is missing")
            pieces.append(self.piece(token))
        self.raw()
        body = " ".join(filter(None, pieces))
        if name in ALIGNED:
            return body
        rows = [row.strip() for row in re.split(r"\\ (?: |$)", body) if row.strip()]
        if name == "cases":
            return f"cases({', '.join(rows)})"
        fences = {"matrix": "#none", "pmatrix": '"("', "bmatrix": '"["'}
        if name in fences:
            return f"mat(delim: {fences[name]}, {'; '.join(row.replace('&', ',') for row in rows)})"
        raise ValueError(f"the environment {name} is not known")
