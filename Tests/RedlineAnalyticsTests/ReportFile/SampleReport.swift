/// A report file with every part that one can have.
enum SampleReport {
    static let file = "sample_rate.sql"

    static let text = """
        -- report: sample_rate
        -- title: How often people edit
        --   what the AI made
        --
        --
        -- What it answers: the share of reviews with a change.
        --   - indented lines stay as they are
        --
        -- Note: a second paragraph (see https://example.org/a:b).
        --
        -- param: from date                First day counted.
        -- param: to date                  First day no longer counted.
        -- param: owner text = ''          One owner; empty for all.
        -- param: by text = 'day'          Grouping; one of,
        --                                 or several with commas.
        -- by: day week month
        --   model
        -- param: min_support integer = 3  Least reviews of a group.
        -- param: note text = 'it''s'      A word to show.
        -- column: workflows count         Workflows with a review.
        -- column: untouched_rate ratio    Reviews without a change
        --                                 / reviews.
        select :'by'::text as :"by",
            count(*) as workflows, -- not a :'variable'
            avg(untouched)::float8 as untouched_rate
        from redline.review
        where day >= :'from'::date and day < :'to'::date
            and (:'owner'::text = '' or owner = :'owner'::text)
        group by 1
        having count(*) >= :'min_support'::INT and :'note'::text <> $$:'none'$$
        order by 1;

        """

    /// The file with its one occurrence of `old` replaced.
    static func replacing(_ old: String, with new: String) -> String {
        let parts = text.split(separator: old, omittingEmptySubsequences: false)
        precondition(parts.count == 2, "\(old) is there \(parts.count - 1) times")
        return parts.joined(separator: new)
    }
}
