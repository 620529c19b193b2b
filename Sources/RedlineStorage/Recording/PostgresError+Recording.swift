import RedlinePostgres

extension PostgresError {
    /// Whether no partition takes a row; a check that a row violates has a name.
    var isOfMissingPartition: Bool { sqlState == "23514" && constraintName == nil }

    /// Whether an interaction has the id of one that is recorded already.
    var isOfKnownInteraction: Bool {
        sqlState == "23505" && constraintName == InteractionBatch.keyConstraint
    }

    /// Whether somebody else has noted a thread at the same time.
    var isOfKnownThread: Bool {
        sqlState == "23505" && constraintName == ThreadNeighbours.threadConstraint
    }

    /// Whether the error lies in a record's data, so that the others of its batch can be written
    /// without it: data exceptions and integrity violations.
    var isOfOneRecord: Bool {
        guard let sqlState else { return false }
        return sqlState.hasPrefix("22") || sqlState.hasPrefix("23") || sqlState == "54000"
    }
}
