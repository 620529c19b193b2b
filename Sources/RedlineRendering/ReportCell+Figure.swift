import Redline

extension ReportCell {
    /// The cell as people read it: figures rounded and with their unit, content as it is.
    func figure(_ unit: ReportUnit) -> String {
        switch self {
        case .null: "–"
        case .text(let text): unit == .timestamp ? TimestampText.short(text) : text
        case .json(let text): text
        case .boolean(let value): value ? "yes" : "no"
        case .integer(let value): Self.figure(value, unit)
        case .number(let text): Self.figure(text, unit)
        }
    }

    private static func figure(_ value: Int64, _ unit: ReportUnit) -> String {
        switch unit {
        case .ratio: Percent(Double(value)).description
        case .seconds: HumanDuration(seconds: Double(value)).description
        case .milliseconds: HumanDuration(milliseconds: Double(value)).description
        case .count, .characters, .score: GroupedNumber(value).description
        case .text, .id, .date, .timestamp, .json: String(value)
        }
    }

    private static func figure(_ text: String, _ unit: ReportUnit) -> String {
        guard let value = Double(text), value.isFinite else { return text }
        switch unit {
        case .ratio: return Percent(value).description
        case .seconds: return HumanDuration(seconds: value).description
        case .milliseconds: return HumanDuration(milliseconds: value).description
        case .count, .characters: return count(text, value)
        case .score: return score(text, value)
        case .text, .id, .date, .timestamp, .json: return text
        }
    }

    /// Three decimal places; what they cannot show, such as a tiny p-value, in two digits.
    private static func score(_ text: String, _ value: Double) -> String {
        guard value != 0, value.magnitude < 0.0005 else {
            return GroupedNumber.grouped(FixedPoint.text(value, places: 3) ?? text)
        }
        var exponent = 0
        var mantissa = value
        while (mantissa.magnitude * 10).rounded() < 10, exponent < 400 {
            mantissa *= 10
            exponent += 1
        }
        return "\(FixedPoint.text(mantissa, places: 1) ?? text)e-\(exponent)"
    }

    /// Whole numbers of any size keep all their digits; means of counts have one decimal place.
    private static func count(_ text: String, _ value: Double) -> String {
        guard text.contains("."), let fixed = FixedPoint.text(value, places: 1) else {
            return GroupedNumber.grouped(text)
        }
        return GroupedNumber.grouped(fixed)
    }
}

extension ReportColumn {
    /// The column's name, with its unit where the cells do not say it.
    var heading: String {
        switch unit {
        case .timestamp: "\(name) (UTC)"
        case .characters: "\(name) (characters)"
        case .text, .id, .count, .ratio, .seconds, .milliseconds, .score, .date, .json: name
        }
    }
}
