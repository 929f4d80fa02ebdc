/** Replaces react-devtools-core, which Ink loads only when DEV=true, in the bundle. */
const noDevtools = { initialize() {}, connectToDevTools() {} };

export default noDevtools;
