"""What is asked of a page as it stands in the browser."""

from pathlib import Path

from tests.browser.portal import ROOT

AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
SCREENSHOTS = ROOT / "artefacts" / "screenshots"
RUN_AXE = """async (tags) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
  const results = await axe.run(document, options);
  return results.violations.map(rule => rule.id + " (" + rule.help + "): "
    + rule.nodes.map(node => node.target.join(" ") + " — " + node.failureSummary.replaceAll("\\n", " ")).join(" | "));
}"""
# What sticks out on the right of the window, deepest elements only: the message then names the culprit.
STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > room + 0.5);
  return ["document is " + document.documentElement.scrollWidth + " px wide in " + room,
    ...out.filter(one => !out.some(other => other !== one && one.contains(other)))
      .map(one => one.tagName + "." + (one.getAttribute("class") || "") + " " + one.textContent.trim().slice(0, 40))];
}"""


def assert_accessible(page):
    """axe-core finds nothing against WCAG 2.2 AA, RGAA 4 or good practice."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN_AXE, TAGS)
    assert not violations, f"axe-core on {page.url}:\n  " + "\n  ".join(violations)


def assert_fits(page):
    """Nothing has to be scrolled sideways."""
    culprits = page.evaluate(STICKS_OUT)
    assert not culprits, f"{page.url} is too wide:\n  " + "\n  ".join(culprits)


def keep_screenshot(page, name):
    """Write the whole page to artefacts/screenshots/, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True, animations="disabled")
