/// How a report's page looks: on a light and a dark screen, and on paper.
enum HTMLStyle {
    /// The style sheet, with the line feeds around it.
    static let sheet = """

        :root { color-scheme: light dark; --s0: #0072b2; --s1: #d55e00; --s2: #00795a; --s3: #9c4d80;
          --s4: #8a6100; --s5: #5b5b9e; }
        @media (prefers-color-scheme: dark) {
          :root { --s0: #56b4e9; --s1: #ff9a5c; --s2: #4fd1a5; --s3: #e6a3cc; --s4: #f0c04a;
            --s5: #b3b3f0; }
        }
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; }
        th, td { padding: 0.25rem 0.75rem; text-align: start; vertical-align: top; }
        th { border-bottom: 2px solid; }
        td { border-bottom: 1px solid #8884; overflow-wrap: anywhere; max-width: 40rem; }
        tfoot td { border-top: 2px solid; font-weight: bold; }
        .figure { text-align: end; white-space: nowrap; }
        .note, figcaption { color: GrayText; }
        dt { font-family: ui-monospace, monospace; margin-top: 0.5rem; }
        dd { margin: 0 0 0 2rem; max-width: 40rem; }
        pre { margin: 0.5rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
        figure { margin: 1rem 0; }
        svg { display: block; height: auto; max-width: 100%; }
        svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
        .grid { stroke: currentColor; stroke-opacity: 0.15; }
        .axis, .whisker { fill: none; stroke: currentColor; }
        .line { fill: none; stroke-linejoin: round; stroke-width: 2; }
        .mark { fill: Canvas; stroke-width: 1.5; }
        .band { fill: var(--s0); fill-opacity: 0.2; }
        .edge { fill: none; stroke: var(--s0); stroke-opacity: 0.7; }
        .point { fill: var(--s0); fill-opacity: 0.6; stroke: var(--s0); }
        .bar { fill: var(--s0); fill-opacity: 0.6; }
        .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); }
        .s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
        @media print {
          :root { color-scheme: light; --s0: #000; --s1: #000; --s2: #000; --s3: #000; --s4: #000;
            --s5: #000; }
          body { font-size: 10pt; margin: 0; }
          .table { overflow: visible; }
          .band, .bar, .point { fill-opacity: 0.25; }
          figure, tr, dt { break-inside: avoid; }
          dt { break-after: avoid; }
        }

        """
}
