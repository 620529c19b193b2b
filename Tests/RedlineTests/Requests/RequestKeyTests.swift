import Testing

@testable import Redline

@Suite("What a message asks")
struct RequestKeyTests {
    @Test(
        "is the same in other words of courtesy, spelled otherwise, or with a slip of the keys",
        arguments: [
            [
                "Show my tasks", "show me my tasks!", "show tasks please", "SHOW TASK",
                "Could you please show me the tasks?", "tasks: show", "shwo my tasks",
                "show my tassks", "\u{FF08}show\u{FF09}my\u{3000}tasks\u{2026}", "show show tasks",
            ],
            [
                "Where is order 17?", "where is my order SO-51504", "where is the order #9",
                "where is order 3f2504e0-4f89-11d3-9a0c-0305e82c3301?", "Where is order ١٧",
                "where is my_order order 2024-05-17",
            ],
            ["write to ann@example.com", "Write to bob@example.org, please", "write 5"],
            [
                "Où est l'article ?", "ou est article", "OÙ EST L\u{2019}ARTICLE",
                "Ou\u{300} article",
            ],
            ["Zeig mir bitte die Aufträge", "zeig Auftrage", "Bitte: Auftra\u{308}ge zeig!"],
            ["¿Dónde está mi pedido?", "donde pedidos por favor"],
            ["Show the addresses", "show adress", "show me an address"],
            ["list all categories", "List all category"],
            ["注文 17 の状況", "注文18の状況"],
            ["thanks", "Thanks!", "  THANKS  "],
            ["What's new?", "whats new", "What\u{2019}s new"],
        ]
    )
    func same(messages: [String]) {
        #expect(Set(messages.map(RequestKey.of)).count == 1, "\(messages.map(RequestKey.of))")
    }

    @Test("is another one in words that say something else")
    func different() {
        let messages = [
            "Show my tasks", "Hide my tasks", "Show all tasks", "Do not show my tasks",
            "Show my orders", "How do I see tasks", "tasks", "show", "show 17", "Show tanks",
            "where is my order", "when is my order", "thanks", "please", "hi", "👍", "👎", "?", "!",
            "注文の状況", "状況の注文", "list", "add it", "dad", "net", "ten", "class", "status", "stat",
            "Zeig Auftrage", "ça", "report", "reporter", "trial", "retail",
        ]
        let keys = Dictionary(grouping: messages, by: RequestKey.of)
        #expect(keys.values.filter { $0.count > 1 } == [])
    }

    @Test("counts the first 64 words that say something")
    func limit() {
        let words = "abcdefgh".flatMap { first in "klmnopqr".map { "\(first)\($0)x" } }
        let full = words.joined(separator: " please ")
        #expect(RequestKey.of(full) == RequestKey.of(full + " and more of it"))
        #expect(RequestKey.of(full) == RequestKey.of(words.reversed().joined(separator: ", ")))
        let long = String(repeating: "a", count: RequestKey.byteLimit)
        #expect(RequestKey.of(long) == RequestKey.of(long + "bc and more"))
        #expect(RequestKey.of("é" + long) == RequestKey.of("é" + long + "bc and more"))
        let short = words.dropLast().joined(separator: " ")
        #expect(RequestKey.of(short) != RequestKey.of(short + " more"))
    }

    @Test("is a number that stays, because it is stored")
    func stable() {
        #expect(RequestKey.of("Show my tasks") == 7_789_940_010_639_017_509)
        #expect(RequestKey.of("où est ma commande 17 ?") == 4_603_057_208_878_077_061)
        #expect(RequestKey.of("👍") == 443_922_107_730_264_670)
    }
}
