import Testing

@testable import RedlineAnalytics

/// Every fault of a file, with the whole message.
@Suite struct ReportFileErrorTests {
    private func message(_ text: String, file: String = SampleReport.file) -> String {
        do {
            _ = try ReportDefinition(file: file, text: text)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            (
                "-- param: min_support", "-- parm: min_support",
                "18: unknown directive \"parm\": did you mean \"param\"?"
            ),
            (
                "-- Note: a", "-- note: a",
                "9: unknown directive \"note\": use one of report, title, param, by, column, "
                    + "total, chart, or start a sentence with a capital letter"
            ),
            (
                "-- title: How often people edit\n--   what the AI made\n", "",
                "20: no title: add \"-- title: What the report answers\" below the name"
            ),
            (
                "-- column: workflows", "-- title: Again\n-- column: workflows",
                "20: a second \"title\" line: take one out"
            ),
            (
                "-- report: sample_rate", "-- report: sample",
                "1: the report is named \"sample\" and its file \"sample_rate.sql\": "
                    + "give both the same name"
            ),
            (
                "-- report: sample_rate\n", "-- Sample\n",
                "1: the first line does not name the report: "
                    + "start the file with \"-- report: sample_rate\""
            ),
            (
                "-- column: workflows", "-- More.\n-- column: workflows",
                "20: text after the declarations: indent it by three spaces to go on with the "
                    + "line before, or put it above the parameters"
            ),
            (
                "untouched_rate ratio", "untouched_rate ration",
                "21: unknown unit \"ration\" of \"untouched_rate\": did you mean \"ratio\"?"
            ),
            (
                "untouched_rate ratio", "untouched_rate furlongs",
                "21: unknown unit \"furlongs\" of \"untouched_rate\": use one of text, id, count, "
                    + "ratio, seconds, milliseconds, characters, score, date, timestamp, json"
            ),
            (
                "untouched_rate ratio", "workflows ratio",
                "21: the column \"workflows\" is declared twice: take one declaration out"
            ),
            (
                "untouched_rate ratio", "day ratio",
                "22: the column \"day\" has the name of a grouping: give one of them another name"
            ),
            (
                "untouched_rate ratio", "Rate ratio",
                "21: \"Rate\" is not the name of a column: use a lower-case letter, "
                    + "then lower-case letters, digits and underscores"
            ),
            (
                "workflows count         Workflows with a review.", "workflows count",
                "20: the column \"workflows\" has no description: say in a sentence what it means"
            ),
            (
                "workflows count         Workflows with a review.", "workflows",
                "20: \"workflows\" has no unit: add one of text, id, count, ratio, seconds, "
                    + "milliseconds, characters, score, date, timestamp, json"
            ),
        ]
    )
    func headers(old: String, new: String, expected: String) {
        let text = SampleReport.replacing(old, with: new)
        #expect(message(text) == "queries/sample_rate.sql:\(expected)")
    }

    @Test(
        arguments: [
            (
                "min_support integer = 3", "min_support int = 3",
                "18: unknown type \"int\" of \"min_support\": "
                    + "use one of date, text, integer, number, boolean, timestamp"
            ),
            (
                "min_support integer = 3", "note integer = 3",
                "19: the parameter \"note\" is declared twice: take one declaration out"
            ),
            (
                "min_support integer = 3", "min_support integer",
                "18: the parameter \"min_support\" has no default: "
                    + "add = '...' after its type; only from and to go without"
            ),
            (
                "min_support integer = 3", "min_support integer = 3.5",
                "18: the default of \"min_support\" is no integer: "
                    + "give a whole number from -2147483648 to 2147483647"
            ),
            (
                "'it''s'", "'it's'",
                "19: the default of \"note\" is no literal: "
                    + "write = '...', with quotes inside doubled"
            ),
            (
                "'it''s'      A word to show.", "'it''s'",
                "19: the parameter \"note\" has no description: say in a sentence what it means"
            ),
            (
                "owner text = ''", "owner text = 'me'",
                "13: \"owner\" means the same in every report: "
                    + "declare it as \"-- param: owner text = ''\""
            ),
            (
                "param: from date ", "param: from timestamp ",
                "11: \"from\" means the same in every report: "
                    + "declare it as \"-- param: from date\""
            ),
            (
                "by text = 'day'", "by text = 'year'",
                "14: the default of \"by\": there is no grouping \"year\" here: "
                    + "use one of day, week, month, model"
            ),
            (
                "-- by: day week month\n--   model\n", "",
                "14: the parameter \"by\" without a list of groupings: "
                    + "add \"-- by: day week ...\""
            ),
            (
                "-- by: day week", "-- by: day day",
                "16: the grouping \"day\" is listed twice: take one out"
            ),
            (
                "-- by: day week", "-- by: day, week",
                "16: \"day,\" is not the name of a grouping: use a lower-case letter, then "
                    + "lower-case letters, digits and underscores; separate names by spaces"
            ),
        ]
    )
    func parameters(old: String, new: String, expected: String) {
        let text = SampleReport.replacing(old, with: new)
        #expect(message(text) == "queries/sample_rate.sql:\(expected)")
    }

    @Test(
        arguments: [
            (
                "order by 1;", "limit 3;",
                "31: no order by: end the statement with one that leaves no two rows equal"
            ),
            (
                "count(*) as workflows,", "count(*) over (order by 1) as workflows,", "no error"
            ),
            (
                "group by 1\n", "group by 1\n\\echo hello\n",
                "30: a backslash command: write SQL that the server itself can run"
            ),
            (
                "order by 1;", "order by 1; -- end\n\ndrop table t;",
                "33: more than one statement: keep one; with ... as (...) joins several"
            ),
            ("order by 1;", "order by 1; -- end\n/* of it; */", "no error"),
            (
                ":'min_support'::INT", ":min_support",
                "30: :min_support is pasted in by psql as SQL: write :'min_support'::type "
                    + "for a parameter, or a space after the colon of a slice"
            ),
            (
                ":'min_support'::INT", ":'min_suport'::INT",
                "30: the variable \"min_suport\" is not declared: did you mean \"min_support\"?"
            ),
            (
                ":'min_support'::INT", ":'least'::INT",
                "30: the variable \"least\" is not declared: "
                    + "add \"-- param: least type = '...'  What it means.\""
            ),
            (
                ":'min_support'::INT", "3",
                "18: the parameter \"min_support\" is not used: "
                    + "use it as :'min_support'::integer, or take it out"
            ),
            (
                ":'min_support'::INT", ":'min_support'",
                "30: \"min_support\" is declared as integer: write :'min_support'::integer"
            ),
            (
                ":'min_support'::INT", ":'min_support' ::int",
                "30: \"min_support\" is declared as integer: write :'min_support'::integer"
            ),
            (
                ":'min_support'::INT", ":'min_support'::bigint",
                "30: \"min_support\" is declared as integer: write :'min_support'::integer"
            ),
            (
                ":'min_support'::INT", "any(:'min_support'::int[])",
                "30: \"min_support\" is declared as integer: write :'min_support'::integer"
            ),
            (
                ":'min_support'::INT", ":'min_support'::int + :'min_support'::integer",
                "30: \"min_support\" is cast to two types: cast it as on line 30"
            ),
            (
                "as :\"by\"", "as grouping",
                "16: groupings, and no column named :\"by\": "
                    + "select the grouping first, as :\"by\""
            ),
            (
                "as workflows,", "as :\"owner\",",
                "24: :\"owner\" names a column by a parameter: "
                    + "only :\"by\" may, in a report with a \"-- by:\" line"
            ),
            (
                ":'min_support'::INT", "$1",
                "30: $1 means nothing to psql: declare a parameter and write :'name'::type"
            ),
            (
                ":'min_support'::INT", ":{?note}",
                "30: :{?note} is psql's own: every parameter has a value: compare it"
            ),
            (
                "$$:'none'$$", "$$:'none'$",
                "30: a string, quoted name or comment does not end: "
                    + "close it; it starts on this line"
            ),
            (
                "$$:'none'$$", "E'a'\n'b'",
                "30: a string that goes on after E'...': "
                    + "psql and the server read it differently: write one string"
            ),
            ("$$:'none'$$", "(array['a'])[1:2] is null", "no error"),
            (
                "select :'by'", "delete from t; select :'by'",
                "23: the statement is not a query: start it with select or with"
            ),
            (
                "group by 1\n", "group by 1\r\n",
                "29: a carriage return: end lines with a line feed alone"
            ),
            (
                "group by 1\n", "group by 1\u{7}\n",
                "29: a control character, \\u{07}: take it out"
            ),
        ]
    )
    func statements(old: String, new: String, expected: String) {
        let text = SampleReport.replacing(old, with: new)
        let prefix = expected == "no error" ? "" : "queries/sample_rate.sql:"
        #expect(message(text) == prefix + expected)
    }

    @Test func wholeFiles() {
        let header = "-- report: a\n-- title: T\n"
        #expect(
            message("", file: "a.sql")
                == "queries/a.sql:1: no header: start the file with \"-- report: a\""
        )
        #expect(
            message(header + "select 1 order by 1", file: "a.sql")
                == "queries/a.sql:2: no columns: "
                + "declare each with \"-- column: name unit  What it means.\""
        )
        #expect(
            message(header + "-- column: n count One.\n\n;", file: "a.sql")
                == "queries/a.sql:3: no statement: write one select below the header"
        )
        #expect(
            message(header + "-- column: n count One.", file: "a.sql")
                == "queries/a.sql:3: no statement: write one select below the header"
        )
        #expect(
            message("-- report: A-b\n", file: "A-b.sql")
                == "queries/A-b.sql:1: \"A-b\" is not a name: use a lower-case letter, "
                + "then lower-case letters, digits and underscores"
        )
    }
}
