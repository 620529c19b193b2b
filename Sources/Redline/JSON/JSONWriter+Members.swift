extension JSONWriter {
    /// Writes a member that is a text; without a text, nothing.
    public mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member that is a whole number; without a number, nothing.
    public mutating func member(_ name: String, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        integer(value)
    }

    /// Writes a member that is JSON already, which is not checked; without a value, nothing.
    public mutating func member(_ name: String, json: String?) {
        guard let json else { return }
        self.name(name)
        raw(json)
    }

    /// Writes a member as it was sent.
    public mutating func member(_ name: String, _ value: JSONView) {
        self.name(name)
        value.withTextBytes { raw($0) }
    }

    /// Writes a duration in milliseconds, to the microsecond; without one, nothing.
    public mutating func member(_ name: String, milliseconds value: Double?) {
        guard let value else { return }
        self.name(name)
        number((value * 1_000).rounded() / 1_000)
    }
}
