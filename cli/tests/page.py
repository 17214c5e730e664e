"""page.py FILE...: is each a page that stands alone and is well formed?"""
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}
FETCHES = {"src", "href", "action", "data", "poster", "srcset", "xlink:href"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.count, self.wrong = [], {}, []

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1
        for name, value in attrs:
            if name in FETCHES or name.startswith("on") or "http" in (value or ""):
                self.wrong.append(f"attribute {name}={value}")
        if tag in ("script", "iframe", "object", "link", "img", "b", "i"):
            self.wrong.append(f"element {tag}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


for path in sys.argv[1:]:
    with open(path, "rb") as f:
        text = f.read().decode("utf-8")
    page = Page()
    page.feed(text)
    page.close()
    wrong = page.wrong + [f"<{tag}> stays open" for tag in page.open]
    if len(text) > 500_000:
        wrong.append(f"{len(text)} characters")
    if page.count.get("svg", 0) < 2 and "oes not fit" not in text:
        wrong.append("no picture")
    for word in ('="nan', '="-nan', '="inf', "url(http", "@import"):
        if word in text:
            wrong.append(f"holds {word}")
    if any(c < " " and c != "\n" for c in text):
        wrong.append("a control character")
    if wrong:
        sys.exit(f"{path}: " + "; ".join(wrong[:5]))
