import CLibPQ

extension Wire {
    /// What the server says of a statement, without running it.
    func describe(_ sql: String) throws(PostgresError) -> StatementDescription {
        let result = try describeUnnamed(sql)
        let parameters = (0..<PQnparams(result.pointer)).map { PQparamtype(result.pointer, $0) }
        let columns = (0..<PQnfields(result.pointer)).map { column in
            (result.columnName(column), PQftype(result.pointer, column))
        }
        try learn(Set(parameters + columns.map(\.1)))
        let types = typeNames
        return StatementDescription(
            parameters: parameters.map { .init(oid: $0, name: types[$0] ?? "") },
            columns: columns.map {
                .init(name: $0.0, type: .init(oid: $0.1, name: types[$0.1] ?? ""))
            }
        )
    }

    private func describeUnnamed(_ sql: String) throws(PostgresError) -> ResultHandle {
        try check(sql)
        try begin()
        defer { end() }
        try sent(PQsendPrepare(connection, "", sql, 0, nil))
        _ = try collect()
        try sent(PQsendDescribePrepared(connection, ""))
        return try collect().result
    }

    private func learn(_ oids: Set<UInt32>) throws(PostgresError) {
        let unknown = oids.filter { typeNames[$0] == nil }
        guard !unknown.isEmpty else { return }
        let list = Parameter.array(unknown.map { Int64($0) })
        let rows = try execute(
            "select t, format_type(t::oid, null) from unnest($1::int8[]) as t",
            [list]
        )
        for row in rows {
            guard let oid = try row[0].int.flatMap({ UInt32(exactly: $0) }) else { continue }
            typeNames[oid] = try row[1].string
        }
    }
}
