/// The digits of a written number, with their group separators and decimal mark.
enum WrittenDigits {
    /// The digits in the notation of programs (`1234.50`, `1e3`), or `nil` where they are no
    /// number.
    static func plain(_ text: ArraySlice<UInt32>) -> [UInt8]? {
        guard let first = text.first, isDigit(first) || isMark(first) else {
            return nil
        }
        if !isThreePlaces(text), let body = ungrouped(text) {
            return body
        }
        return ungroupable(text)
    }

    /// `[0-9]+.[0-9]{3}`: a decimal fraction, although it could be a group.
    private static func isThreePlaces(_ text: ArraySlice<UInt32>) -> Bool {
        let point = text.endIndex - 4
        return point > text.startIndex && text[point] == 0x2E
            && text[..<point].allSatisfy(isDigit) && text[(point + 1)...].allSatisfy(isDigit)
    }

    /// One to three digits that do not start with 0, groups of three behind equal separators, and
    /// perhaps decimals behind another.
    private static func ungrouped(_ text: ArraySlice<UInt32>) -> [UInt8]? {
        guard let first = text.first, first != 0x30 else {
            return nil
        }
        var at = text.startIndex
        var body: [UInt8] = []
        while at < text.endIndex, isDigit(text[at]) {
            body.append(UInt8(truncatingIfNeeded: text[at]))
            at += 1
        }
        guard 1...3 ~= body.count, at < text.endIndex, isSeparator(text[at]) else {
            return nil
        }
        let separator = text[at]
        while at < text.endIndex, text[at] == separator {
            let group = text[(at + 1)...].prefix(3)
            guard group.count == 3, group.allSatisfy(isDigit) else {
                return nil
            }
            body.append(contentsOf: group.map { UInt8(truncatingIfNeeded: $0) })
            at += 4
        }
        guard at < text.endIndex else {
            return body
        }
        let decimals = text[(at + 1)...]
        guard isMark(text[at]), !decimals.isEmpty, decimals.allSatisfy(isDigit) else {
            return nil
        }
        return body + [UInt8(ascii: ".")] + decimals.map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Digits with at most one decimal mark, or with an exponent (and then with a decimal point
    /// only, behind a digit).
    private static func ungroupable(_ text: ArraySlice<UInt32>) -> [UInt8]? {
        var body: [UInt8] = []
        body.reserveCapacity(text.count)
        var mark: UInt32?
        var at = text.startIndex
        while at < text.endIndex, text[at] | 0x20 != 0x65 {
            if isMark(text[at]), mark == nil {
                mark = text[at]
                body.append(UInt8(ascii: "."))
            } else if isDigit(text[at]) {
                body.append(UInt8(truncatingIfNeeded: text[at]))
            } else {
                return nil
            }
            at += 1
        }
        guard let last = body.last, last != UInt8(ascii: ".") else {
            return nil
        }
        guard at < text.endIndex else {
            return body
        }
        guard mark != 0x2C, body.first != UInt8(ascii: ".") else {
            return nil
        }
        body.append(UInt8(ascii: "e"))
        at += 1
        if at < text.endIndex, text[at] == 0x2B || text[at] == 0x2D {
            body.append(UInt8(truncatingIfNeeded: text[at]))
            at += 1
        }
        let power = text[at...]
        guard !power.isEmpty, power.allSatisfy(isDigit) else {
            return nil
        }
        return body + power.map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func isDigit(_ point: UInt32) -> Bool {
        CodePoint.isDigit(point)
    }

    /// A decimal point or comma.
    private static func isMark(_ point: UInt32) -> Bool {
        point == 0x2C || point == 0x2E
    }

    /// What stands between groups of three digits: comma, point, apostrophe, space.
    private static func isSeparator(_ point: UInt32) -> Bool {
        isMark(point) || point == 0x27 || point == 0x2019 || point == CodePoint.space
    }
}
