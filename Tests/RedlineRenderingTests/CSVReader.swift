/// A strict reader of RFC 4180, which takes a lone line feed for an end of line as well.
struct CSVReader {
    struct Malformed: Error {
        let offset: Int
    }

    /// The records of a text, with the header as the first of them.
    static func records(_ text: String) throws -> [[String]] {
        let bytes = Array(text.utf8)
        var records: [[String]] = []
        var record: [String] = []
        var position = 0
        while position < bytes.count {
            record.append(try field(bytes, &position))
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
                if position == bytes.count { record.append("") }
                continue
            }
            if bytes[position] == UInt8(ascii: "\r") { position += 1 }
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else {
                throw Malformed(offset: position)
            }
            position += 1
            records.append(record)
            record = []
        }
        if !record.isEmpty { records.append(record) }
        guard records.allSatisfy({ $0.count == records.first?.count }) else {
            throw Malformed(offset: bytes.count)
        }
        return records
    }

    private static func field(_ bytes: [UInt8], _ position: inout Int) throws -> String {
        var content: [UInt8] = []
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            while position < bytes.count, !",\r\n".utf8.contains(bytes[position]) {
                guard bytes[position] != UInt8(ascii: "\"") else {
                    throw Malformed(offset: position)
                }
                content.append(bytes[position])
                position += 1
            }
            return String(decoding: content, as: UTF8.self)
        }
        position += 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") {
                position += 1
                let isDoubled = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
                guard isDoubled else { return String(decoding: content, as: UTF8.self) }
            }
            content.append(bytes[position])
            position += 1
        }
        throw Malformed(offset: position)
    }
}
