using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Schemas;

namespace EventedPipelines.Tests.Unit.Schemas;

/// <summary>What a file differs by from its contract, column by column (domain.md 7.2).</summary>
public sealed class SchemaComparisonSpecs
{
    static readonly Contract contract = new(
        "expenses", 1, [new("date", "date", Nullable: false), new("expense_id", "varchar", Nullable: false), new("class", "varchar"), new("amount", "decimal(19,4)", Nullable: false)], ["expense_id"], null);

    static DeliveredColumn Known(string name, string? type = null) => new(name, name, type);

    static DeliveredColumn Unknown(string name, string type, params string[] fits) => new(name, null, type) { Fits = fits };

    static IReadOnlyList<ColumnDrift> Of(params DeliveredColumn[] columns) => SchemaComparison.Of(contract, [], new(columns, IsOrdered: true));

    [Fact]
    public void a_file_that_is_as_its_contract_says_has_no_drift() => Of(Known("date"), Known("expense_id"), Known("class"), Known("amount")).ShouldBeEmpty();

    [Fact]
    public void a_column_that_the_contract_does_not_know_is_added() =>
        Of(Known("date"), Known("expense_id"), Unknown("note", "varchar"), Known("class"), Known("amount")).ShouldBe([new(DriftKind.Added, "note", After: "varchar")]);

    [Fact]
    public void a_column_that_is_gone_is_removed() => Of(Known("date"), Known("expense_id"), Known("amount")).ShouldBe([new(DriftKind.Removed, "class", Before: "varchar")]);

    [Fact]
    public void a_column_that_a_file_may_lack_is_not_missed() =>
        SchemaComparison.Of(contract, ["class"], new([Known("date"), Known("expense_id"), Known("amount")], IsOrdered: true)).ShouldBeEmpty();

    [Fact]
    public void one_in_the_place_of_another_with_values_of_its_type_is_that_one_renamed()
    {
        var drift = Of(Known("date"), Known("expense_id"), Known("class"), Unknown("usd", "decimal(19,4)", "amount")).ShouldHaveSingleItem();
        (drift.Kind, drift.Column, drift.Name, drift.Reason).ShouldBe((DriftKind.Renamed, "amount", "usd", "it stands where 'amount' should; its values fit decimal(19,4)."));
    }

    [Fact]
    public void one_whose_values_are_of_another_type_is_not_that_one_renamed() =>
        Of(Known("date"), Known("expense_id"), Known("class"), Unknown("note", "varchar")).Select(drift => drift.Kind).ShouldBe([DriftKind.Removed, DriftKind.Added]);

    [Fact]
    public void one_that_holds_the_values_of_before_is_that_one_renamed_wherever_it_stands()
    {
        var moved = Unknown("k", "varchar", "class") with { Overlaps = new Dictionary<string, double> { ["class"] = 0.87 } };
        Of(moved, Known("date"), Known("expense_id"), Known("amount")).ShouldHaveSingleItem().Reason.ShouldBe("87 % of its values were in the delivery before; its values fit varchar.");
    }

    [Fact]
    public void of_two_that_may_be_it_the_one_with_more_reasons_is()
    {
        var alike = Unknown("amount_usd", "decimal(19,4)", "amount") with { SoundsLike = ["amount"] };
        Of(Known("date"), Known("expense_id"), Known("class"), alike, Unknown("tax", "decimal(19,4)", "amount")).Select(drift => (drift.Kind, drift.Name ?? drift.Column))
            .ShouldBe([(DriftKind.Renamed, "amount_usd"), (DriftKind.Added, "tax")]);
    }

    [Fact]
    public void of_columns_in_another_order_the_fewest_have_moved()
    {
        Of(Known("amount"), Known("date"), Known("expense_id"), Known("class")).ShouldBe([new(DriftKind.Reordered, "amount", Before: "4", After: "1")]);
        SchemaComparison.Of(contract, [], new([Known("amount"), Known("date"), Known("expense_id"), Known("class")], IsOrdered: false)).ShouldBeEmpty("JSON has no order.");
    }

    /// <summary>What is moved stands behind the one before it in the file, whatever the file lacks.</summary>
    [Fact]
    public void columns_that_have_moved_stand_in_the_next_version_as_in_the_file()
    {
        Contract four = new("x", 1, [new("day", "date") { Folder = "day" }, new("o", "date") { Optional = true }, new("a", "date"), new("b", "date"), new("c", "date"), new("d", "date")], [], null);
        var drifts = SchemaComparison.Of(four, ["o"], new([Known("a"), Known("d"), Known("c"), Known("b")], IsOrdered: true));
        drifts.ShouldAllBe(drift => drift.Kind == DriftKind.Reordered);
        var next = Next("version: 1\ncolumns:\n  day: { type: date, folder: day }\n  o: { type: date, optional: true }\n  a: date\n  b: date\n  c: date\n  d: date\n", [.. drifts]);
        next.ShouldEndWith("  day: { type: date, folder: day }\n  o: { type: date, optional: true }\n  a: date\n  d: date\n  c: date\n  b: date\n");
        Next(next, [.. drifts]).ShouldBe(next, "Taken in twice it is the same.");
        var revised = four with { Columns = [.. new[] { 0, 1, 2, 5, 4, 3 }.Select(at => four.Columns[at])] };
        drifts.ShouldAllBe(drift => drift.IsIn(revised));
    }

    [Fact]
    public void what_a_file_is_refused_for_is_the_column_whose_values_do_not_fit()
    {
        DeliveredColumn[] all = [Known("date"), Known("expense_id"), Known("class"), Known("amount", "varchar")];
        SchemaComparison.Of(contract, [], new(all, true, Refused: "amount")).ShouldBe([new(DriftKind.Retyped, "amount", Before: "decimal(19,4)", After: "varchar")]);
        SchemaComparison.Of(contract, [], new(all, true, Refused: "amount", IsLacking: true)).ShouldBe([new(DriftKind.Nullable, "amount", Before: "decimal(19,4)")]);
    }

    [Theory]
    [InlineData(DriftKind.Added, "note", null, "varchar", "  note: { type: varchar, optional: true }\n")]
    [InlineData(DriftKind.Added, "Cost Centre", null, "integer", "  cost_centre: { type: integer, optional: true, from: [\"Cost Centre\"] }\n")]
    [InlineData(DriftKind.Renamed, "amount", "usd", null, "  amount: { type: \"decimal(19,4)\", nullable: false, from: [usd] }  # USD\n")]
    [InlineData(DriftKind.Removed, "class", null, null, "  class: { type: varchar, meaning: \"which\", optional: true }\n")]
    [InlineData(DriftKind.Nullable, "amount", null, null, "  amount: decimal(19,4)  # USD\n")]
    [InlineData(DriftKind.Retyped, "amount", null, "varchar", "  amount: varchar not null  # USD\n")]
    public void the_next_version_of_a_contract_differs_in_what_was_approved_alone(DriftKind kind, string column, string? name, string? after, string line)
    {
        var next = Workers.Workspaces.ContractEdit.Next(Text, 2, new(2026, 3, 2), [new(kind, column, name, After: after)]);
        next.ShouldStartWith("# From accounting.\nversion: 2\nfrom: 2026-03-02\nkey: [expense_id]\n");
        next.ShouldContain(line);
        next.ShouldContain("  # a day\n");
    }

    /// <summary>A quote inside of a text or a comment opens nothing, and no column behind it is lost.</summary>
    [Theory]
    [InlineData("  amount: { type: \"decimal(19,4)\", meaning: what's paid }\n  tax: { type: varchar, meaning: the state's share }\n  note: varchar\n")]
    [InlineData("  amount: {\n    type: \"decimal(19,4)\" # it's in USD }\n    }\n  tax: varchar\n  note: varchar\n")]
    public void columns_that_were_not_approved_stay_whatever_stands_in_their_texts(string columns)
    {
        var next = Workers.Workspaces.ContractEdit.Next($"version: 1\ncolumns:\n{columns}", 2, new(2026, 3, 2), [new(DriftKind.Renamed, "amount", "usd")]);
        next.ShouldContain("type: \"decimal(19,4)\"");
        next.ShouldContain(", from: [usd] ");
        next.ShouldContain("\n  tax: ");
        next.ShouldContain("\n  note: varchar");
    }

    [Fact]
    public void a_text_without_a_last_line_end_gets_one() => Workers.Workspaces.ContractEdit.Next("columns:\n  a: varchar\nversion: 1", 2, new(2026, 3, 2), [new(DriftKind.Removed, "a")])
        .ShouldBe("columns:\n  a: { type: varchar, optional: true }\nversion: 2\nfrom: 2026-03-02\n");

    /// <summary>Two files a day may bear two names.</summary>
    [Fact]
    public void a_new_name_comes_before_those_of_before() =>
        Workers.Workspaces.ContractEdit.Next("version: 1\ncolumns:\n  amount: { type: integer, from: [Betrag, Amount] }\n", 2, new(2026, 3, 2), [new(DriftKind.Renamed, "amount", "Total")])
            .ShouldContain("  amount: { type: integer, from: [Total, Betrag, Amount] }\n");

    [Fact]
    public void a_column_that_can_have_its_own_name_has_it()
    {
        var next = Workers.Workspaces.ContractEdit.Next(
            "version: 1\ncolumns:\n  a: varchar\n", 2, new(2026, 3, 2), [new(DriftKind.Added, "Net Amount", After: "integer"), new(DriftKind.Added, "net_amount", After: "integer")]);
        next.ShouldContain("  net_amount: { type: integer, optional: true }\n");
        next.ShouldContain("  net_amount_2: { type: integer, optional: true, from: [\"Net Amount\"] }\n");
        var second = new Contract("x", 2, [new("net_amount", "integer") { From = ["Net Amount"] }], [], null);
        new ColumnDrift(DriftKind.Added, "net_amount").IsIn(second).ShouldBeFalse("It is called so, and bears another name.");
        new ColumnDrift(DriftKind.Added, "Net Amount").IsIn(second).ShouldBeTrue();
    }

    [Fact]
    public void what_says_how_a_value_is_written_goes_with_its_type() =>
        Workers.Workspaces.ContractEdit.Next("version: 1\ncolumns:\n  at: { type: date, format: \"%d.%m.%Y\" }\n", 2, new(2026, 3, 2), [new(DriftKind.Retyped, "at", After: "varchar")])
            .ShouldContain("  at: { type: varchar }\n");

    [Fact]
    public void two_drifts_of_one_column_are_both_taken_in()
    {
        var next = Workers.Workspaces.ContractEdit.Next(
            Text, 2, new(2026, 3, 2), [new(DriftKind.Retyped, "amount", After: "varchar"), new(DriftKind.Nullable, "amount"), new(DriftKind.Renamed, "amount", "usd")]);
        next.ShouldContain("  amount: { type: varchar, from: [usd] }  # USD\n");
    }

    [Fact]
    public void a_column_that_has_moved_stands_where_files_have_it()
    {
        var next = Workers.Workspaces.ContractEdit.Next(Text, 2, new(2026, 3, 2), [new(DriftKind.Reordered, "amount", Before: "4", After: "1")]);
        next.ShouldContain("columns:\n  amount: decimal(19,4) not null  # USD\n  # a day\n  date: date not null\n");
    }

    /// <summary>Somebody may have edited it out between the delivery and the approval.</summary>
    [Theory]
    [InlineData(DriftKind.Renamed, "usd", null)]
    [InlineData(DriftKind.Removed, null, null)]
    [InlineData(DriftKind.Nullable, null, null)]
    [InlineData(DriftKind.Retyped, null, "varchar")]
    [InlineData(DriftKind.Reordered, null, "1")]
    public void a_drift_of_a_column_that_the_text_has_no_more_is_left_to_a_person(DriftKind kind, string? name, string? after) =>
        Should.Throw<NotSupportedException>(() => Next(Text, new(DriftKind.Reordered, "class", After: "1"), new(kind, "tax", name, After: after))).Message.ShouldBe("The column 'tax' is not written in it.");

    /// <summary>Whoever reads the next version in review sees what was approved, and nothing else.</summary>
    [Fact]
    public void comments_inside_of_a_column_its_quotes_and_the_order_stay()
    {
        const string block = """
            # From accounting.
            version: 1   # counts on
            columns:
              amount:
                # in USD
                type: 'decimal(19,4)'  # never a float
                nullable: false  # promised
                from:
                  # since 2025
                  - Amount  # in capitals
                  - Betrag
                meaning: |
                  What was paid,
                  all in all.
              # the last one
              tax: "varchar not null"  # of the state

            """;
        Next(block, new ColumnDrift(DriftKind.Renamed, "amount", "Total")).ShouldBe(Changed(
            block, ("version: 1   # counts on\n", "version: 2   # counts on\nfrom: 2026-03-02\n"), ("      - Amount", "      - Total\n      - Amount")));
        Next(block, new(DriftKind.Nullable, "amount"), new(DriftKind.Retyped, "amount", After: "varchar"), new(DriftKind.Nullable, "tax")).ShouldBe(Changed(
            block, ("version: 1   # counts on\n", "version: 2   # counts on\nfrom: 2026-03-02\n"), ("    nullable: false  # promised\n", ""), ("'decimal(19,4)'", "'varchar'"),
            ("\"varchar not null\"", "\"varchar\"")));
        Next(block, new(DriftKind.Removed, "amount"), new(DriftKind.Added, "note", After: "varchar")).ShouldBe(Changed(
            block, ("version: 1   # counts on\n", "version: 2   # counts on\nfrom: 2026-03-02\n"), ("    nullable: false  # promised\n", ""),
            ("# never a float\n", "# never a float\n    optional: true\n"),
            ("# of the state\n", "# of the state\n  note: { type: varchar, optional: true }\n")));
    }

    [Theory]
    [InlineData("version: 1\ncolumns: { a: integer, b: varchar }\n", "version: 2\nfrom: 2026-03-02\ncolumns: { a: { type: integer, from: [x] }, b: varchar, note: { type: varchar, optional: true } }\n")]
    [InlineData(
        "version: 1\ncolumns:\n  a: { nullable: false, since: 2025-01-01, type: integer } # a\n",
        "version: 2\nfrom: 2026-03-02\ncolumns:\n  a: { nullable: false, since: 2025-01-01, type: integer, from: [x] } # a\n  note: { type: varchar, optional: true }\n")]
    [InlineData("version: 1\ncolumns:\n  a: { type: integer, from: Alt }\n", "version: 2\nfrom: 2026-03-02\ncolumns:\n  a: { type: integer, from: [x, Alt] }\n  note: { type: varchar, optional: true }\n")]
    public void a_contract_in_braces_is_changed_inside_of_them(string text, string next) =>
        Next(text, new(DriftKind.Renamed, "a", "x"), new(DriftKind.Added, "note", After: "varchar")).ShouldBe(next);

    [Theory]
    [InlineData("{ nullable: false, since: 2025-01-01, type: integer }", "{ type: integer, optional: true }")]
    [InlineData("{ type: integer, nullable: false, since: 2025-01-01 }", "{ type: integer, optional: true }")]
    [InlineData("{ type: integer, nullable: false, meaning: x }", "{ type: integer, meaning: x, optional: true }")]
    [InlineData("{\n    type: integer, # whole\n    nullable: false,\n    meaning: x # what\n  }", "{\n    type: integer, # whole\n    meaning: x, optional: true # what\n  }")]
    public void a_property_that_goes_takes_nothing_with_it(string column, string next) =>
        Next($"version: 1\ncolumns:\n  a: {column}\n", new ColumnDrift(DriftKind.Removed, "a")).ShouldBe($"version: 2\nfrom: 2026-03-02\ncolumns:\n  a: {next}\n");

    /// <summary>Two files of a day may bear two new names.</summary>
    [Fact]
    public void two_new_names_of_one_column_are_both_taken_in() =>
        Next("version: 1\ncolumns:\n  a: integer\n", new(DriftKind.Renamed, "a", "x"), new(DriftKind.Renamed, "a", "y")).ShouldContain("from: [x, y]");

    [Theory]
    [InlineData(DriftKind.Added, "note", null)]
    [InlineData(DriftKind.Renamed, "amount", "usd")]
    [InlineData(DriftKind.Removed, "class", null)]
    [InlineData(DriftKind.Nullable, "amount", null)]
    [InlineData(DriftKind.Reordered, "amount", null)]
    public void line_ends_and_a_byte_order_mark_are_the_author_s(DriftKind kind, string column, string? name)
    {
        ColumnDrift change = new(kind, column, name, After: kind is DriftKind.Reordered ? "1" : "varchar");
        Next($"\uFEFF{Text.Replace("\n", "\r\n", StringComparison.Ordinal)}", change).ShouldBe($"\uFEFF{Next(Text, change).Replace("\n", "\r\n", StringComparison.Ordinal)}");
    }

    static string Next(string text, params ColumnDrift[] changes) => Workers.Workspaces.ContractEdit.Next(text, 2, new(2026, 3, 2), changes);

    static string Changed(string text, params (string Of, string Instead)[] lines) =>
        lines.Aggregate(text, (all, line) => all.Contains(line.Of, StringComparison.Ordinal) ? all.Replace(line.Of, line.Instead, StringComparison.Ordinal) : throw new ArgumentException(line.Of));

    const string Text = """
        # From accounting.
        version: 1
        key: [expense_id]
        columns:
          # a day
          date: date not null
          expense_id: varchar not null
          class: { type: varchar, meaning: "which" }
          amount: decimal(19,4) not null  # USD

        """;
}
