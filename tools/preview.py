"""Draws the link preview images, static/img/preview-<language>.png, with Debian's Chromium.

`python tools/preview.py`. They show no site name, since each installation has its own.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
WORDS = {
    "zh-hans": ("zh-Hans", "每个数字有出处，<br>每项承诺有下文", "民生工作公开 · 数据 · 承诺 · 核对"),
    "en": (
        "en",
        "Every figure with its source,<br>every commitment with its outcome",
        "Livelihood work in public: figures, commitments, checks",
    ),
}
PAGE = """<!DOCTYPE html><html lang="{tag}"><style>
  * {{ margin: 0; box-sizing: border-box }}
  body {{ width: 1200px; height: 630px; padding: 90px; background: #0b3d6e; color: #fff;
    font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
    display: flex; flex-direction: column; justify-content: space-between }}
  h1 {{ font-size: {size}px; line-height: 1.4; font-weight: 700 }}
  p {{ font-size: 34px; color: #cfe6f0 }}
  ul {{ display: flex; align-items: flex-end; gap: 18px; height: 120px; padding: 0; list-style: none }}
  li {{ width: 64px; background: #cfe6f0 }}
  li:last-child {{ background: none; border: 5px dashed #ffd24d }}
</style><h1>{title}</h1><ul>{bars}</ul><p>{below}</p></html>"""
BARS = "".join(f'<li style="height: {height}%"></li>' for height in (35, 50, 45, 70, 85, 100))


def main() -> None:
    """Draw one image a language."""
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for language, (tag, title, below) in WORDS.items():
            size = 84 if tag == "zh-Hans" else 60
            page.set_content(PAGE.format(tag=tag, title=title, below=below, bars=BARS, size=size))
            path = IMAGES / f"preview-{language}.png"
            page.screenshot(path=path)
            print(path, path.stat().st_size)
        browser.close()


if __name__ == "__main__":
    main()
