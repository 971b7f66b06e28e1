/** One style for screen, phone and paper, light and dark; no file from elsewhere. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --page: #f3f5f4; --card: #fff; --ink: #14211d; --soft: #4c5b56; --line: #d5dcd8;
  --good: #0b5e50; --bad: #a3262a; --warn: #7a4a00; --heat: #0b6e5d; --miss: #b4451f; --on-heat: #fff; --good-bg: #e0f1ec; --bad-bg: #fbe6e4; }
@media (prefers-color-scheme: dark) { :root { --page: #101614; --card: #18211e; --ink: #e8efec; --soft: #a9b8b2; --line: #33413c;
  --good: #6fd3bd; --bad: #ff9d94; --warn: #f0bd6a; --heat: #2f9c86; --miss: #d8754a; --on-heat: #0c1210; --good-bg: #163830; --bad-bg: #46201e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .8rem; }
p { margin: 0 0 .8rem; max-width: 68ch; }
.soft, caption, small { color: var(--soft); }
section, .verdict { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.2rem; margin-top: 1.2rem; }
.verdict { border-left: 8px solid var(--good); background: var(--good-bg); }
.verdict.broken { border-left-color: var(--bad); background: var(--bad-bg); }
.verdict p { margin: 0; max-width: none; }
.verdict strong { font-size: 1.25rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .8rem; margin: 1.2rem 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1rem; }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles span { display: block; font-size: .85rem; color: var(--soft); }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--warn); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; min-width: 100%; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
.n { text-align: right; } td.n { white-space: nowrap; }
tbody th { min-width: 6rem; }
td code { overflow-wrap: anywhere; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.warn { color: var(--warn); font-weight: 600; }
.said { min-width: 14rem; max-width: 30rem; overflow-wrap: anywhere; display: block; }
code { font: .85em ui-monospace, "Cascadia Mono", Menlo, monospace; }
.matrix { min-width: 0; }
.matrix th, .matrix td { padding: 0; border: 1px solid var(--line); font-size: .78rem; }
.matrix thead th { height: 10.5rem; width: 1.75rem; }
.matrix thead th span { writing-mode: vertical-rl; transform: rotate(180deg); padding: .3rem .2rem; }
.matrix tbody th { position: sticky; left: 0; background: var(--card); min-width: 0; padding: .1rem .5rem; white-space: nowrap; text-align: right; }
.matrix td { text-align: center; width: 1.75rem; height: 1.75rem; vertical-align: middle; }
.matrix td[style] { background: color-mix(in srgb, var(--hue) calc(var(--share) * 100%), var(--card)); }
.matrix td.deep { color: var(--on-heat); font-weight: 600; }
.matrix td.own { outline: 1px solid var(--heat); outline-offset: -2px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.2rem; }
.pair > * { min-width: 0; }
figure { margin: 0 0 .8rem; }
figcaption { color: var(--soft); font-size: .9rem; }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font-size: 13px; font-family: inherit; }
.axis { stroke: var(--line); } .ideal { stroke: var(--soft); stroke-dasharray: 5 5; }
.bar { fill: var(--heat); opacity: .8; } .whisker { stroke: var(--ink); stroke-width: 1.5; }
.curve { fill: none; stroke: var(--heat); stroke-width: 2.5; } .today { fill: var(--card); stroke: var(--ink); stroke-width: 2.5; } .best { fill: var(--miss); }
summary { cursor: pointer; color: var(--soft); margin: .4rem 0; }
@media (max-width: 40rem) { main { padding: 1rem .6rem 3rem; } section, .verdict { padding: .9rem; border-radius: 10px; } .tiles { grid-template-columns: 1fr 1fr; } .tiles b { font-size: 1.4rem; } }
@media print { body { background: #fff; } section { break-inside: avoid; } }
`;
