/// A kept connection was found to be gone before anything was done on it.
struct StaleConnection: Error {
    let cause: PostgresError
}
