"""What opens from a mark in JupyterLab, where there is no book: the row in words, with its sources."""

from __future__ import annotations

import html

from ..bibliography import load_references
from ..data import load_actors, load_people, split_list
from ..dates import when
from ..typography import signed, smart_html


def sources_html(keys: list[str]) -> str:
    """Return a list of sources as HTML, with links."""
    refs = load_references()
    out = []
    for key in keys:
        ref = refs.get(key)
        if ref is None:
            out.append(html.escape(key))
        elif ref.url:
            out.append(f'<a href="{html.escape(ref.url)}">{smart_html(ref.short)}</a>')
        else:
            out.append(smart_html(ref.short))
    return "; ".join(out)


def event_card(e: dict) -> str:
    """Return an event: what happened, who acted towards whom, how it is known."""
    names = load_actors().set_index("actor_id")["name"]
    who = " → ".join(names.get(a, a) for a in (e["source_actor"], e["target_actor"]))
    note = f"<p>{smart_html(e['note'])}</p>" if e["note"] else ""
    place = f", {e['place']}" if e["place"] else ""
    told = smart_html(f"{who}{place}. Kind: {e['kind']}. Evidence: {e['evidence']}.")
    return (
        f"<p><b>{when(e)}. {smart_html(e['title'])}</b></p><p>{smart_html(e['summary'])}</p>{note}"
        f"<p>{told} Sources: {sources_html(split_list(e['sources']))}</p>"
    )


def position_card(p: dict) -> str:
    """Return a position: the words, the original where they were not English, and why they are coded as they are."""
    speaker = dict(zip(*[load_people()[c] for c in ("person_id", "name")], strict=True)).get(p["person_id"], "")
    name = load_actors().set_index("actor_id")["name"][p["actor_id"]]
    who = smart_html(f"{speaker}, {name}" if speaker else name)
    words = smart_html(f"“{p['quotation']}”")
    quote = f"<blockquote><p>{words}</p></blockquote>" if p["quotation"] else ""
    original = (  # another language's marks are its own
        f"<p lang='{html.escape(p['language'])}'>{html.escape(p['quotation_original'])}</p>"
        if p["quotation_original"]
        else ""
    )
    ours = " Our translation." if p["translation"] == "ours" else ""
    reasons = smart_html(f"{p['venue']}; {p['locator']}.{ours} {p['coding_note']}")
    return (
        f"<p><b>{when(p)}: {who}</b> (stance {signed(int(p['stance']))})</p>{quote}{original}<p>{smart_html(p['paraphrase'])}</p>"
        f"<p>{reasons} Sources: {sources_html(split_list(p['sources']))}</p>"
    )
