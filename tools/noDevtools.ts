/** Stands in for react-devtools-core, which Ink loads only when DEV=true: it is not part of the product. */
const noDevtools = { initialize() {}, connectToDevTools() {} };

export default noDevtools;
