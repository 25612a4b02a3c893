/**
 * Colours for light pages, and for dark ones where the viewer says so. The picture has a ground of its own, so that it is read wherever
 * it is embedded. Nothing is told by colour alone: what is public says so, what is outside has a dashed edge.
 */
export const STYLE = `
  svg { color-scheme: light dark }
  .ground { fill: #ffffff }
  text { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; fill: #1f2933 }
  .detail { fill: #52606d }
  .bold { font-weight: 600 }
  .squad { fill: #eef2f7; stroke: #cbd5e1 }
  .service { fill: #ffffff; stroke: #64748b }
  .public { fill: #fff4e0; stroke: #b45309; stroke-width: 2 }
  .dependency { fill: #eefaf4; stroke: #2f7d5b; stroke-dasharray: 5 3 }
  .call { fill: none; stroke: #52627a; stroke-width: 1.2 }
  .call.dependency { fill: none; stroke: #3f8f6c; stroke-dasharray: none }
  .head { fill: #52627a }
  .head.dependency { fill: #3f8f6c; stroke: none }
  .call.tint0 { stroke: #2563a8 } .head.tint0, .bar.tint0 { fill: #2563a8 }
  .call.tint1 { stroke: #b4532a } .head.tint1, .bar.tint1 { fill: #b4532a }
  .call.tint2 { stroke: #3b7d3f } .head.tint2, .bar.tint2 { fill: #3b7d3f }
  .call.tint3 { stroke: #8a4fb0 } .head.tint3, .bar.tint3 { fill: #8a4fb0 }
  .call.tint4 { stroke: #8a6d00 } .head.tint4, .bar.tint4 { fill: #8a6d00 }
  .call.tint5 { stroke: #0f7f86 } .head.tint5, .bar.tint5 { fill: #0f7f86 }
  .call.tint6 { stroke: #b03a6a } .head.tint6, .bar.tint6 { fill: #b03a6a }
  .call.tint7 { stroke: #5b6470 } .head.tint7, .bar.tint7 { fill: #5b6470 }
  .line:hover .call { stroke: #c2185b; stroke-width: 4 }
  .line:hover .head { fill: #c2185b }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #10161d }
    text { fill: #e4e9ef }
    .detail { fill: #a8b4c2 }
    .squad { fill: #1a232d; stroke: #3a4757 }
    .service { fill: #243140; stroke: #8394a8 }
    .public { fill: #43300f; stroke: #f0a63a }
    .dependency { fill: #14322a; stroke: #57b58d }
    .call { stroke: #93a5bb }
    .call.dependency { fill: none; stroke: #57b58d }
    .head { fill: #93a5bb }
    .head.dependency { fill: #57b58d }
    .call.tint0 { stroke: #6ea8ea } .head.tint0, .bar.tint0 { fill: #6ea8ea }
    .call.tint1 { stroke: #e8926a } .head.tint1, .bar.tint1 { fill: #e8926a }
    .call.tint2 { stroke: #7cc47f } .head.tint2, .bar.tint2 { fill: #7cc47f }
    .call.tint3 { stroke: #c39be6 } .head.tint3, .bar.tint3 { fill: #c39be6 }
    .call.tint4 { stroke: #d6b84a } .head.tint4, .bar.tint4 { fill: #d6b84a }
    .call.tint5 { stroke: #52c2c9 } .head.tint5, .bar.tint5 { fill: #52c2c9 }
    .call.tint6 { stroke: #ee86b0 } .head.tint6, .bar.tint6 { fill: #ee86b0 }
    .call.tint7 { stroke: #a9b4c0 } .head.tint7, .bar.tint7 { fill: #a9b4c0 }
    .line:hover .call { stroke: #ff7ab0 }
    .line:hover .head { fill: #ff7ab0 }
  }
`;
