/** Stands in for react-devtools-core, which Ink imports only when DEV=true: it is not part of the product. */
export const connectToDevTools = undefined;
