import Testing

@testable import RedlinePostgres

/// What is a variable and what only looks like one; psql 15 decided every case here.
@Suite struct PsqlVariablesTests {
    private let values = ["x": "a'); drop table t; --", "by": "da\"y", "n": "5"]

    private func rewritten(_ sql: String) -> String {
        do {
            let query = try PsqlVariables.rewrite(sql, values: values)
            return query.sql + " <- " + query.parameterNames.joined(separator: " ")
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            ("select :'x'::text", "select $1::text <- x"),
            ("select :'x', :'n', :'x', :'n'", "select $1, $2, $1, $2 <- x n"),
            ("select 1 as :\"by\", :'x'", "select 1 as \"da\"\"y\", $1 <- x"),
            // A word before or after keeps its end.
            ("select:'x'and:'n'", "select $1 and $2 <- x n"),
            ("(:'x')-:'n'", "($1)-$2 <- x n"),
            // What is no variable.
            ("select 1::int, x := 2, a[1:2], a[:2], a[1:]", nil),
            ("select ::'x', :::'n'", "select ::'x', ::$1 <- n"),
            (":'', :\"\", :'x , :'x y', :\"x y\", : x, :", nil),
            (":unknown, :{unknown}, :2x", nil),
        ] as [(String, String?)]
    )
    func variables(sql: String, expected: String?) {
        #expect(rewritten(sql) == expected ?? sql + " <- ")
    }

    @Test(
        arguments: [
            ("-- :'x' it's\n:'n'", "-- :'x' it's\n$1 <- n"),
            ("-- :'x'\r:'n'", "-- :'x'\r$1 <- n"),
            ("1 --/* \n:'n' /**/:'x'", "1 --/* \n$1 /**/$2 <- n x"),
            ("/* :'x' /* ' */ :'x' */ :'n'", "/* :'x' /* ' */ :'x' */ $1 <- n"),
            ("/*/ :'x' */ :'n' */*:'x'*/", "/*/ :'x' */ $1 */*:'x'*/ <- n"),
            ("+--:'x'\n:'n'", "+--:'x'\n$1 <- n"),
            ("':''x''' :'n'", "':''x''' $1 <- n"),
            ("'\\' :'n'", "'\\' $1 <- n"),
            ("E'\\':''x''' :'n'", "E'\\':''x''' $1 <- n"),
            ("e'\\\\' :'n'", "e'\\\\' $1 <- n"),
            ("somee'\\' :'n'", "somee'\\' $1 <- n"),
            ("1e'\\' :'n'", "1e'\\' $1 <- n"),
            ("E'a'\n'\\' :'n'", "E'a'\n'\\' $1 <- n"),
            ("N'\\' B'\\' x'\\' U&'\\' :'n'", "N'\\' B'\\' x'\\' U&'\\' $1 <- n"),
            ("\":'x'\"\"\" u&\"' :'x'\" :'n'", "\":'x'\"\"\" u&\"' :'x'\" $1 <- n"),
            ("$$ :'x' $a$ $$ :'n'", "$$ :'x' $a$ $$ $1 <- n"),
            ("$é$ $$ :'x' $e$ $é$ :'n'", "$é$ $$ :'x' $e$ $é$ $1 <- n"),
            ("$a$ :'x' $a$a$:'n'", "$a$ :'x' $a$a$ $1 <- n"),
            ("a$b$ :'n' $b$:'x'$b$", "a$b$ $1 $b$:'x'$b$ <- n"),
            ("1a$a$ :'n' 1$a$:'x'$a$", "1a$a$ $1 1$a$:'x'$a$ <- n"),
            ("1e-$a$:'x'$a$ 1.5:'n'", "1e-$a$:'x'$a$ 1.5 $1 <- n"),
            ("$ :'n' $a :'x'", "$ $1 $a $2 <- n x"),
            ("/* :'x' */ $$ :'n' $a$", "/* :'x' */ $$ :'n' $a$ <- "),
        ] as [(String, String)]
    )
    func quotes(sql: String, expected: String) {
        #expect(rewritten(sql) == expected)
    }

    @Test(
        arguments: [
            (
                "select 1,\n:'missing'",
                "line 2: the variable \"missing\" is not set: give it a value, an empty one if need be"
            ),
            (
                "\n\nselect 1 as :\"missing\"",
                "line 3: the variable \"missing\" is not set: give it a value, an empty one if need be"
            ),
            (
                "select :n",
                "line 1: :n would be pasted in as SQL: "
                    + "write :'n' for a value or :\"n\" for an identifier"
            ),
            (
                "select $1",
                "line 1: psql and the server do not both understand this: "
                    + "do without :{?name}, $n and backslash commands"
            ),
            (
                "select :{?n}",
                "line 1: psql and the server do not both understand this: "
                    + "do without :{?name}, $n and backslash commands"
            ),
            (
                "select '\n' \\gexec",
                "line 2: psql and the server do not both understand this: "
                    + "do without :{?name}, $n and backslash commands"
            ),
        ]
    )
    func refusals(sql: String, expected: String) {
        #expect(rewritten(sql) == expected)
    }

    @Test func identifiersAreQuoted() {
        #expect(PsqlVariables.quotedIdentifier("a") == "\"a\"")
        #expect(PsqlVariables.quotedIdentifier("a\"; drop") == "\"a\"\"; drop\"")
        #expect(Array(PsqlVariables.quotedIdentifier("\"\u{301}").utf8).count == 6)
    }

    @Test(arguments: ["", "a\0b"])
    func identifiersThatPostgreSQLDoesNotHave(value: String) {
        #expect(throws: PsqlVariablesError.self) {
            try PsqlVariables.rewrite("select 1 as :\"by\"", values: ["by": value])
        }
    }
}
