//! Form engine: conditions and validation, the same code in browser and server.
