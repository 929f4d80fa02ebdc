declare module 'postject' {
  /** Puts a resource into an executable, and turns its fuse on, so that the executable looks for it. */
  export function inject(
    filename: string,
    resourceName: string,
    resourceData: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
