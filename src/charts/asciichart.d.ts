declare module 'asciichart' {
  interface PlotConfig {
    readonly height?: number;
    readonly min?: number;
    readonly max?: number;
    readonly offset?: number;
    readonly format?: (value: number, index: number) => string;
  }

  const asciichart: { readonly plot: (series: readonly number[], config?: PlotConfig) => string };
  // The library is CommonJS: Node imports it as a default.
  // oxlint-disable-next-line import/no-default-export
  export default asciichart;
}
