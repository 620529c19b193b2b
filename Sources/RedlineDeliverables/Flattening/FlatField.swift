/// A value of a document outside its tables.
struct FlatField {
    /// The JSON Pointer of the value.
    let path: String
    /// The names on the way to it, with dots between them.
    let name: String
    let cell: FlatCell
}
