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
  .line:hover .call { stroke: #c2185b; stroke-width: 3 }
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
    .line:hover .call { stroke: #ff7ab0 }
    .line:hover .head { fill: #ff7ab0 }
  }
`;
