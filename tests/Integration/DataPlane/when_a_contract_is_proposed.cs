using System.IO.Compression;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources.Proposals;
using EventedPipelines.Workers.Workspaces;
using ParquetSharp;
using ParquetSharp.Schema;
using Column = EventedPipelines.Domain.Catalog.Contracts.Column;
using Encoding = System.Text.Encoding;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>
/// Files as the world writes them: for each a contract is proposed that the loader of workspaces accepts, by which the reader rejects no row, and which loses nothing (domain.md 2.7b).
/// </summary>
public sealed class when_a_contract_is_proposed : IDisposable
{
    static readonly DataInterval day = DataInterval.Parse("2025-03-03");

    /// <summary>Text, columns with types, rows with '|' between their values; of comments what has to be among them.</summary>
    static readonly Dictionary<string, (byte[] Bytes, string Columns, string[] Rows, string? Comment)> texts = new()
    {
        ["tab.tsv"] = Text("id\tname\n1\ta,b\n2\tc\n", "id integer!, name varchar", "1|a,b", "2|c"),
        ["semicolon.csv"] = Text("id;name\n1;a,b\n2;c,d\n", "id integer!, name varchar", "1|a,b", "2|c,d"),
        ["pipe.txt"] = Text("id|name|v\n1|a;b|2.5\n2|c|3.25\n", "id integer!, name varchar, v decimal(18,4)", "1|a;b|2.5000", "2|c|3.2500"),
        ["single-quotes.csv"] = Text("id,name\n1,'a, b'\n2,'it''s'\n", "id integer!, name varchar", "1|a, b", "2|it's"),
        ["comma.csv"] = Text("nr;preis;menge\n1;1,50;0,5\n2;2,25;1,125\n", "nr integer!, preis decimal(19,4), menge decimal(18,5)", "1|1.5000|0.50000", "2|2.2500|1.12500"),
        ["thousands.csv"] = Text("id;amount\n1;1.234,56\n2;12,00\n3;1.234.567,89\n", "id integer!, amount decimal(19,4)", "1|1234.5600", "2|12.0000", "3|1234567.8900"),
        ["us-thousands.csv"] = Text("id,amount\n1,\"1,234.56\"\n2,12.00\n", "id integer!, amount decimal(19,4)", "1|1234.5600", "2|12.0000"),
        ["swiss.csv"] = Text("id;amount\n1;1'234.50\n2;7.05\n", "id integer!, amount decimal(19,4)", "1|1234.5000", "2|7.0500"),
        ["spaces-in-numbers.csv"] = Text("id;amount\n1;1 234,50\n2;7,05\n", "id integer!, amount decimal(19,4)", "1|1234.5000", "2|7.0500"),
        ["comma-or-thousands.csv"] = Text("id;v\n1;1,234\n2;2,345\n", "id integer!, v varchar", "a decimal comma, or thousands?", "1|1,234", "2|2,345"),
        ["tokens.csv"] = Text("id,v,d\n1,NULL,2025-01-02\n2,5,n/a\n3,-,2025-01-03\n", "id integer!, v integer, d date", "1|null|2025-01-02", "2|5|null", "3|null|2025-01-03"),
        ["tokens-in-text.csv"] = Text("id,country,v\n1,NA,5\n2,DE,NA\n", "id integer!, country varchar, v integer", "no value in country either", "1|null|5", "2|DE|null"),
        ["words-that-are-tokens.csv"] = Text("id,v\n1,none\n2,some\n", "id integer!, v varchar", "1|none", "2|some"),
        ["backslash.csv"] = Text("id,v,w\n1,\"say \\\"hi\\\"\",x\n2,\"a,b\",y\n3,c\\,d,\\N\n", "id integer!, v varchar, w varchar", "1|say \"hi\"|x", "2|a,b|y", "3|c,d|\\N"),
        ["doubled.csv"] = Text("id,v\n1,\"say \"\"hi\"\"\nand, bye\"\n2,x\n", "id integer!, v varchar", "1|say \"hi\"\nand, bye", "2|x"),
        ["stray-quotes.tsv"] = Text("id\tv\n1\t5\" pipe\n2\t\"quoted\n3\tx\n", "id integer!, v varchar", "no value is quoted", "1|5\" pipe", "2|\"quoted", "3|x"),
        ["before.csv"] = Text("Report of orders\nby nobody\n\nid,v\n1,2\n2,3\n", "id integer!, v integer", "1|2", "2|3"),
        ["padded-title.csv"] = Text("Report,,\n,,\nid,v,w\n1,2,x\n2,3,y\n", "id integer!, v integer, w varchar", "1|2|x", "2|3|y"),
        ["sep.csv"] = Text("sep=;\nid;v\n1;2\n", "id integer, v integer", "1|2"),
        ["headless.csv"] = Text("1,a,2025-01-02\n2,b,2025-01-03\n", "column_1 integer, column_2 varchar, column_3 date", "no line is taken for a header", "1|a|2025-01-02", "2|b|2025-01-03"),
        ["footer.csv"] = Text("id;v\n1;2\n2;3\nTotal;5\n", "id integer!, v integer", "1|2", "2|3"),
        ["short-footer.csv"] = Text("id,v,w\n1,2,x\n2,3,y\n(2 rows)\n", "id integer!, v integer, w varchar", "1|2|x", "2|3|y"),
        ["totals.csv"] = Text("id;v;amount\n1;a;1.5\n2;b;2.5\nSumme;;4.0\n", "id integer!, v varchar, amount decimal(19,4)", "1|a|1.5000", "2|b|2.5000"),
        ["utf-16.csv"] = Text([0xff, 0xfe, .. Encoding.Unicode.GetBytes("id,name\r\n1,é€\r\n2,ü\r\n")], "id integer!, name varchar", "1|é€", "2|ü"),
        ["utf-16-big.csv"] = Text([0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("id,name\n1,é€\n2,ü\n")], "id integer!, name varchar", "1|é€", "2|ü"),
        ["windows.csv"] = Text([.. "id,name\n1,caf"u8, 0xe9, .. "\n2,"u8, 0x80, .. "5\n"u8], "id integer!, name varchar", "1|café", "2|€5"),
        ["latin.csv"] = Text([.. "id,name\n1,caf"u8, 0xe9, 0x81, .. "\n2,x\n"u8], "id integer!, name varchar", "1|café\u0081", "2|x"),
        ["bom.csv"] = Text([0xef, 0xbb, 0xbf, .. "id,name\n1,é\n2,b\n"u8], "id integer!, name varchar", "1|é", "2|b"),
        ["crlf.csv"] = Text("id,name\r\n1,a\r\n2,b\r\n", "id integer!, name varchar", "1|a", "2|b"),
        ["quoted-header.csv"] = Text("\"Order, ID\",\"Line \"\"No\"\"\"\n1,2\n3,4\n", "order_id integer!, line_no integer", "1|2", "3|4"),
        ["names.csv"] = Text("Order ID,Größe,Preis (€),OrderDate,Αριθμός,%\n1,2,3.5,2025-01-02,x,5\n2,3,4.25,2025-01-03,y,6\n",
            "order_id integer!, groesse integer, preis_eur decimal(19,4), order_date date, arithmos varchar, percent integer", "1|2|3.5000|2025-01-02|x|5", "2|3|4.2500|2025-01-03|y|6"),
        ["like-names.csv"] = Text("ID,id,Id \n1,2,3\n4,5,6\n", "id integer!, id_2 integer, id_3 integer", "1|2|3", "4|5|6"),
        ["bracketed-names.csv"] = Text("<TICKER>,<PER>,<DATE>,<CLOSE>\nAAPL.US,D,20250303,241.5\nMSFT.US,D,20250303,388.25\n", "ticker varchar, per varchar, date date, close decimal(18,4)",
            "AAPL.US|D|2025-03-03|241.5000", "MSFT.US|D|2025-03-03|388.2500"),
        ["bracketed-names.tsv"] = Text("<DATE>\t<OPEN>\t<VOL>\n2025.03.03\t1.5\t10\n2025.03.14\t2.25\t20\n", "date date, open decimal(18,4), vol integer", "2025-03-03|1.5000|10", "2025-03-14|2.2500|20"),
        ["bracketed-names.txt"] = Text("<ticker>;<v>\nA;1\nB;2\n", "ticker varchar, v integer", "A|1", "B|2"),
        ["below-a-limit.csv"] = Text("<LOD,5\n<LOD,6\n0.5,7\n", "column_1 varchar, column_2 integer", "<LOD|5", "<LOD|6", "0.5|7"),
        ["same-names.csv"] = Text("id,v,v\n1,2,3\n4,5,6\n", "id integer!, v integer, v_2 integer", "more than once", "1|2|3", "4|5|6"),
        ["unnamed.csv"] = Text(",v\n0,a\n1,b\n", "column_1 integer, v varchar", "without a name", "0|a", "1|b"),
        ["single.csv"] = Text("code\nx-1\nx-2\n", "code varchar!", "x-1", "x-2"),
        ["single-prose.txt"] = Text("remark\nhello, world\nfoo\nbar; baz\n", "remark varchar", "hello, world", "foo", "bar; baz"),
        ["only-header.csv"] = Text("id,v\n", "id varchar, v varchar", "nothing but a header"),
        ["no-end-of-line.csv"] = Text("id,v\n1,2", "id integer, v integer", "1|2"),
        ["zeros.csv"] = Text("zip,v\n01234,1\n98765,2\n", "zip varchar, v integer", "5 digits and leading zeros: kept as text", "01234|1", "98765|2"),
        ["big.csv"] = Text("a_id,b,c,d\n3000000000,9223372036854775808,12345678901234567890123456789012345678,123456789012345678901234567890123456789\n1,2,3,4\n",
            "a_id bigint!, b decimal(38,0), c decimal(38,0), d varchar", "3000000000|9223372036854775808|12345678901234567890123456789012345678|123456789012345678901234567890123456789", "1|2|3|4"),
        ["scientific.csv"] = Text("id,v\n1,1.5e-7\n2,2E10\n", "id integer!, v double", "1|1.5e-07", "2|20000000000.0"),
        ["words.csv"] = Text("id,a,b,c,d\n1,true,Yes,Y,0\n2,FALSE,no,N,1\n", "id integer!, a boolean, b boolean, c boolean, d integer", "only 0 and 1", "1|true|true|true|0", "2|false|false|false|1"),
        ["offsets.csv"] = Text("id,at\n1,2025-03-03T10:00:00+02:00\n2,2025-03-03T10:00:00Z\n3,2025-03-03 10:00:00\n", "id integer!, at_ timestamp", "1 of 3 values have no time zone",
            "1|2025-03-03 08:00:00", "2|2025-03-03 10:00:00", "3|2025-03-03 10:00:00"),
        ["nanoseconds.csv"] = Text("id,at\n1,2025-03-03 10:00:00.123456789\n2,2025-03-03 10:00:00.000000001\n",
            "id integer!, at_ varchar", "more than 6 decimals", "1|2025-03-03 10:00:00.123456789", "2|2025-03-03 10:00:00.000000001"),
        ["german-dates.csv"] = Text("id;d;t\n1;03.02.2025;03.02.2025 14:30\n2;31.12.2025;31.12.2025 00:00\n",
            "id integer!, d date, t timestamp", "1|2025-02-03|2025-02-03 14:30:00", "2|2025-12-31|2025-12-31 00:00:00"),
        ["us-dates.csv"] = Text("id,d,t\n1,03/02/2025,3/2/2025 2:30 PM\n2,12/31/2025,12/31/2025 12:00 AM\n",
            "id integer!, d date, t timestamp", "the month first", "1|2025-03-02|2025-03-02 14:30:00", "2|2025-12-31|2025-12-31 00:00:00"),
        ["ambiguous-dates.csv"] = Text("id,d\n1,03/02/2025\n2,04/05/2025\n", "id integer!, d varchar", "with the day first", "1|03/02/2025", "2|04/05/2025"),
        ["named-months.csv"] = Text("id,d\n1,03-Feb-2025\n2,31-Dec-2025\n", "id integer!, d date", "1|2025-02-03", "2|2025-12-31"),
        ["capital-months.csv"] = Text("id,d\n1,03-FEB-2025\n2,31-DEC-2025\n", "id integer!, d varchar", "letter by letter", "1|03-FEB-2025", "2|31-DEC-2025"),
        ["years.csv"] = Text("region,2024,2025\nDE,1,2\nFR,3,4\n", "region varchar, _2024 integer, _2025 integer", "years for names", "DE|1|2", "FR|3|4"),
        ["floats.csv"] = Text("id,v\n1,1.2345678901234567e-05\n2,5e-324\n", "id integer!, v varchar", "is not a double", "1|1.2345678901234567e-05", "2|5e-324"),
        ["compact-dates.csv"] = Text("id,posting_date,n\n1,20250203,20250203\n2,20251231,20251231\n",
            "id integer!, posting_date date, n integer", "could be dates", "1|2025-02-03|20250203", "2|2025-12-31|20251231"),
        ["nearly.csv"] = Text($"id,v\n{string.Concat(Enumerable.Range(1, 9).Select(id => $"{id},{id}\n"))}10,abc\n", "id integer!, v varchar", ["9 of 10 values are whole numbers, but 'abc' in row 10 is none",
            .. Enumerable.Range(1, 9).Select(id => $"{id}|{id}"), "10|abc"]),
        ["money-with-sign.csv"] = Text("id,v,p,t\n1,$1.50,5%,10:30\n2,$2.00,7.5%,11:45\n",
            "id integer!, v varchar, p varchar, t varchar", "money with its sign", "1|$1.50|5%|10:30", "2|$2.00|7.5%|11:45"),
        ["rates.csv"] = Text("day,rate\n2025-03-03,0.645536117745788\n2025-03-04,12.5\n", "day date, rate decimal(23,17)", "2025-03-03|0.64553611774578800", "2025-03-04|12.50000000000000000"),
        ["pandas-gaps.csv"] = Text("id,v\n1,5.0\n2,\n3,7.0\n", "id integer!, v integer", "as pandas does", "1|5", "2|null", "3|7"),
        ["phones.csv"] = Text("id,phone\n1,+4915112345678\n2,+4915187654321\n", "id integer!, phone varchar", "looks like a telephone number: personal?", "1|+4915112345678", "2|+4915187654321"),
        ["persons.csv"] = Text("id,contact\n1,ann@example.org\n2,bob@example.org\n", "id integer!, contact varchar", "looks like an email: personal?", "1|ann@example.org", "2|bob@example.org"),
        ["empty-column.csv"] = Text("id,v\n1,\n2,\n", "id integer!, v varchar", "no value in any row", "1|null", "2|null"),
        ["awkward values.csv"] = Text("id,v\n1,\"# no: comment\"\n2,\"'{[&*!|>%@`\"\n", "id integer!, v varchar", "1|# no: comment", "2|'{[&*!|>%@`"),
        ["unlabelled-total.csv"] = Text("id,name,qty,amount\n1,a,2,1.50\n2,b,3,2.50\n3,c,4,3.00\n,,9,7.00\n", "id integer!, name varchar, qty integer, amount decimal(19,4)",
            "the last line has no id, name, and in qty, amount the sum of all above", "1|a|2|1.5000", "2|b|3|2.5000", "3|c|4|3.0000"),
        ["unlabelled-total.tsv"] = Text("name\tqty\tv\na\t1\t1.5\nb\t2\t2.5\n\t3\t4.0\n", "name varchar, qty integer, v decimal(18,3)", "footer: [\"\\t\"]", "a|1|1.500", "b|2|2.500"),
        ["unlabelled-total-with-thousands.csv"] = Text("name;betrag\r\na;1.000,50\r\nb;2,50\r\n;1.003,00\r\n", "name varchar, betrag decimal(19,4)", "footer: [\";\"]", "a|1000.5000", "b|2.5000"),
        ["negative-total.csv"] = Text("name,kind,amount\na,x,-5.00\nb,y,2.00\nc,z,1.00\n,,-2.00\n", "name varchar, kind varchar, amount decimal(19,4)", "footer: [\",,\"]", "a|x|-5.0000", "b|y|2.0000", "c|z|1.0000"),
        ["total-before-its-gap.csv"] = Text("amount,name\n1.50,a\n2.50,b\n3.50,c\n7.50,\n", "amount decimal(19,4), name varchar", "better what each line starts with", "1.5000|a", "2.5000|b", "3.5000|c"),
        ["labelled-in-the-second.csv"] = Text("date,customer,amount\n2025-01-01,a,1.50\n2025-01-02,b,2.50\n,Total,4.00\n", "date date, customer varchar, amount decimal(19,4)", "footer: [\",Total\"]", "2025-01-01|a|1.5000", "2025-01-02|b|2.5000"),
        ["average.csv"] = Text("id,name,v\n1,a,2\n2,b,4\nAverage,,3\n", "id integer!, name varchar, v integer", "footer: [\"Average\"]", "1|a|2", "2|b|4"),
        ["average-of-names.csv"] = Text("name,kind,v\nchair,a,2\ndesk,b,4\nAverage,,3\n", "name varchar, kind varchar, v integer",
            "footer: [\"Average\"]                 # the last line is taken for no row, by its word", "chair|a|2", "desk|b|4"),
        ["end-table.csv"] = Text("name,kind,v\nchair,a,2.00\ndesk,b,4.00\nEnd table,,12.00\n", "name varchar, kind varchar, v decimal(18,4)", "chair|a|2.0000", "desk|b|4.0000", "End table|null|12.0000"),
        ["no-sum.csv"] = Text("name,amount\na,1.50\nb,2.50\nc,3.00\n,1.00\n", "name varchar, amount decimal(19,4)", "the last line has no name, which all others have: a total?", "a|1.5000", "b|2.5000", "c|3.0000", "null|1.0000"),
        ["a-name-lacks.csv"] = Text("id,name,v\n1,a,5\n2,b,6\n3,,4\n", "id integer!, name varchar, v integer", "1|a|5", "2|b|6", "3|null|4"),
        ["subtotals.csv"] = Text("region,city,v\nDE,B,1\nDE,M,2\nDE Total,,3\nFR,P,4\nFR Total,,4\nGrand Total,,7\n", "region varchar, city varchar, v integer", "'DE Total' in row 3: a sum among the rows?",
            "DE|B|1", "DE|M|2", "DE Total|null|3", "FR|P|4", "FR Total|null|4"),
        ["foreign-end.csv"] = Text("id,name,v\n1,a,2\n2,b,3\n3,c,4\nPrinted,2025-03-03\n", "id integer!, name varchar, v integer", "footer: [\"Printed\"]", "1|a|2", "2|b|3", "3|c|4"),
        ["long-end.csv"] = Text("id,name,v\n1,a,2\n2,b,3\nEnd of report,checked,by,nobody,at,all\n", "id integer!, name varchar, v integer", "1|a|2", "2|b|3"),
        ["delimiters-at-the-end.csv"] = Text("id;v;w\n1;2;x\n2;3;y\n;;\n;;\n", "id integer!, v integer, w varchar", "a line of delimiters alone", "1|2|x", "2|3|y"),
        ["ragged-before.csv"] = Text("Report,Sales,2025,March,v1\nRun by,x\n\nid,name,v\n1,a,2\n2,b,3\n", "id integer!, name varchar, v integer", "of what is not read the first is 'Report,Sales,2025,March,v1'", "1|a|2", "2|b|3"),
        ["title-as-wide.csv"] = Text("Report,March,\nid,name,v\n1,a,2\n2,b,3\n", "id integer!, name varchar, v integer", "skip: 1", "1|a|2", "2|b|3"),
        ["two-tables.csv"] = Text("id,v\n1,2\n2,3\n\nday,orders,amount\n2025-01-01,3,4.5\n2025-01-02,4,5.5\n", "day date, orders integer, amount decimal(19,4)", "the lines before line 5 look like another table",
            "2025-01-01|3|4.5000", "2025-01-02|4|5.5000"),
        ["delimiter-after-each-row.csv"] = Text("id,name,v\n1,a,2,\n2,b,3,\n", "id integer!, name varchar, v integer, column_4 varchar", "has 3 values and the rows 4: it is skipped, and names are given in their order", "1|a|2|null", "2|b|3|null"),
        ["delimiter-after-the-header.csv"] = Text("id,name,v,\n1,a,2\n2,b,3\n", "id integer!, name varchar, v integer", "has 4 values and the rows 3", "1|a|2", "2|b|3"),
        ["names-of-rows.csv"] = Text("name,v\nr1,a,2\nr2,b,3\n", "column_1 varchar, column_2 varchar, column_3 integer", "which name is whose is not known", "r1|a|2", "r2|b|3"),
        ["tags.csv"] = Text("tags\nred,blue\ngreen\nblue,red,green\nred,green\n", "tags varchar", "red,blue", "green", "blue,red,green", "red,green"),
        ["colons.txt"] = Text("id:name\n1:a\n2:b\n", "id_name varchar", "1:a", "2:b"),
        ["fixed-width.txt"] = Text("id   name\n1    alpha\n2    beta\n", "id_name varchar", "1    alpha", "2    beta"),
        ["hive.txt"] = Text("id\u0001name\n1\u0001a,b\n2\u0001c\n", "id integer!, name varchar", "1|a,b", "2|c"),
        ["pair.csv"] = Text($"store,day,qty\n{Sold("ABC", 8, ",", "\n")}", "store varchar, day date, qty integer",
            ["# key: [store, day]", .. Sold("ABC", 8, "|", " ").Split(' ', StringSplitOptions.RemoveEmptyEntries)]),
        ["order-lines.csv"] = Text("order_id,line_no,qty\n1,1,5\n1,2,5\n2,1,5\n2,2,6\n", "order_id integer, line_no integer, qty integer", "order_id, line_no together do: a key?", "1|1|5", "1|2|5", "2|1|5", "2|2|6"),
        ["few-rows.csv"] = Text("a,b\nx,p\nx,q\ny,p\n", "a varchar, b varchar", "x|p", "x|q", "y|p"),
        ["day-as-key.csv"] = Text($"day,rate\n{string.Concat(Enumerable.Range(1, 25).Select(at => $"2025-01-{at:00},1.5\n"))}", "day date!, rate decimal(18,3)",
            ["unique in 25 rows: a key?", .. Enumerable.Range(1, 25).Select(at => $"2025-01-{at:00}|1.500")]),
        ["two-marks.csv"] = Text("id;v\n1;1,5\n2;1.5\n3;2,25\n", "id integer!, v varchar", "two decimal marks, in '1,5' in row 1 and in '1.5' in row 2", "1|1,5", "2|1.5", "3|2,25"),
        ["two-marks-with-thousands.csv"] = Text("id;v\n1;1.234,50\n2;1,234.50\n", "id integer!, v varchar", "two decimal marks", "1|1.234,50", "2|1,234.50"),
        ["marks-by-column.csv"] = Text("id;a;b\n1;1,5;1.5\n2;2,5;2.5\n", "id integer!, a varchar, b decimal(18,3)", "a decimal ',', as in '1,5' in row 1, where the file's is a '.'", "1|1,5|1.500", "2|2,5|2.500"),
        ["point-or-thousands.csv"] = Text("id;v\n1;500\n2;1.234\n3;10.500\n", "id integer!, v decimal(18,5)", "'1.234' in row 2: a decimal point, or thousands?", "1|500.00000", "2|1.23400", "3|10.50000"),
        ["odd-signs.csv"] = Text("id,a,b,c\n1,12.50-,(12.50),\u221212.50\n2,3.00,3.00,3.00\n", "id integer!, a varchar, b varchar, c varchar", "have their sign otherwise, such as '12.50-'", "1|12.50-|(12.50)|\u221212.50", "2|3.00|3.00|3.00"),
        ["keys-as-numbers.csv"] = Text("id,v\n1e5,1\n2e7,2\n3e9,3\n", "id varchar!, v integer", "has a spreadsheet taken digits away?", "1e5|1", "2e7|2", "3e9|3"),
        ["formulas.csv"] = Text("id,v\n=\"007\",1\n=\"042\",2\n", "id varchar!, v integer", "formulas of a spreadsheet", "=\"007\"|1", "=\"042\"|2"),
        ["serials.csv"] = Text("id,order_date\n1,45719\n2,45720\n", "id integer!, order_date integer", "45719 is 2025-03-03", "1|45719", "2|45720"),
        ["two-orders-of-dates.csv"] = Text("id,d\n1,25/12/2025\n2,12/25/2025\n", "id integer!, d varchar", "'25/12/2025' in row 1 has the day first, and '12/25/2025' in row 2 the month", "1|25/12/2025", "2|12/25/2025"),
        ["no-dates.csv"] = Text("id,d\n1,0000-00-00\n2,2025-03-03\n3,2025-03-04\n", "id integer!, d varchar", "but '0000-00-00' in row 1 is none", "1|0000-00-00", "2|2025-03-03", "3|2025-03-04"),
        ["named-zones.csv"] = Text("id,t\n1,2025-03-03 10:00:00 EST\n2,2025-03-04 10:00:00 EST\n", "id integer!, t varchar", "looks like dates or times", "1|2025-03-03 10:00:00 EST", "2|2025-03-04 10:00:00 EST"),
        ["german-months.csv"] = Text("id;d\n1;3. März 2025\n2;4. Mai 2025\n", "id integer!, d varchar", "looks like dates or times", "1|3. März 2025", "2|4. Mai 2025"),
        ["months.csv"] = Text("id,month\n1,2025-03\n2,2025-04\n", "id integer!, month varchar", "looks like dates or times", "1|2025-03", "2|2025-04"),
        ["always-yes.csv"] = Text("id,active\n1,Y\n2,Y\n", "id integer!, active varchar", "always 'Y': yes and no?", "1|Y", "2|Y"),
        ["units.csv"] = Text("id,v\n,EUR\n1,2.5\n2,3.5\n", "id integer, v varchar", "2 of 3 values are numbers, but 'EUR' in row 1 is none", "null|EUR", "1|2.5", "2|3.5"),
        ["two-byte-order-marks.csv"] = Text([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, .. "id,name\n1,a\n2,b\n"u8], "id integer!, name varchar", "1|a", "2|b"),
        ["other-letters.csv"] = Text("\ud83d\ude00,日本,id\n1,2,3\n4,5,6\n", "column_1 integer, column_2 integer, id integer!", "1|2|3", "4|5|6"),
        ["code-page.csv"] = Text([.. "id,name\n1,caf"u8, 0xe9, .. "\n2,x\n"u8], "id integer!, name varchar", "is 'café' right?", "1|café", "2|x"),
        ["header-parted-otherwise.csv"] = Text("id;name;v\n1,a,2\n2,b,3\n3,c,4\n", "id integer!, name varchar, v integer", "has another delimiter than the rows", "1|a|2", "2|b|3", "3|c|4"),
        ["header-again.csv"] = Text("id,v\n1,2\n2,3\nid,v\n3,4\n", "id varchar!, v varchar", "line 4 is the header again", "1|2", "2|3", "id|v", "3|4"),
        ["delimiters-in-between.csv"] = Text("id;v\n1;2\n;\n2;3\n", "id integer, v integer", "1 row without any value", "1|2", "null|null", "2|3"),
        ["many-delimiters-at-the-end.csv"] = Text($"id;v\n1;2\n2;3\n{string.Concat(Enumerable.Repeat(";\n", 9))}", "id integer, v integer", ["9 rows without any value", "1|2", "2|3", .. Enumerable.Repeat("null|null", 9)]),
        ["money-with-exponents.csv"] = Text("id,amount\n1,1.5E3\n2,2.25e-1\n", "id integer!, amount decimal(19,4)", "has a spreadsheet taken digits away?", "1|1500.0000", "2|0.2250"),
        ["marks.jsonl"] = Text("{\"id\": 1, \"v\": \"1,5\"}\n{\"id\": 2, \"v\": \"1.5\"}\n", "id integer!, v varchar", "two decimal marks", "1|1,5", "2|1.5"),
        ["multiline-before-a-total.csv"] = Text("id,remark,v\n1,\"a\nb\",2\n2,\"c\n\nd\",3\n,,5\n", "id integer!, remark varchar, v integer", "footer: [\",,\"]", "1|a\nb|2", "2|c\n\nd|3"),
        ["lines.jsonl"] = Text("{\"id\": 1, \"Order No\": \"007\", \"v\": 1.50, \"o\": {\"a\": 1}}\n{\"id\": 2, \"ok\": true}\n",
            "id integer!, order_no varchar, v decimal(18,4), ok boolean", "o: left out, an object or an array", "1|007|1.5000|null", "2|null|null|true"),
        ["array.json"] = Text("[{\"id\": \"A\", \"v\": 12345678901234567890}, {\"id\": \"B\", \"v\": null}]", "id varchar!, v decimal(38,0)", "A|12345678901234567890", "B|null"),
        ["rows.json"] = Text("{\"meta\": {\"tags\": [\"x\"]}, \"data\": {\"count\": 2, \"items\": [\n {\"id\": 1, \"d\": \"2025-03-03\"},\n {\"id\": 2, \"d\": null}]}}",
            "id integer!, d date", "1|2025-03-03", "2|null"),
        ["one-line.json"] = Text("{\"rows\": [{\"id\": 1, \"v\": \"\"}, {\"id\": 2, \"v\": \"5\"}]}", "id integer!, v varchar", "1|", "2|5"),
        ["members.csv.gz"] = Text([.. Packed("id,v\n1,a\n"), .. Packed("2,b\n")], "id integer!, v varchar", "1|a", "2|b"),
        ["members.jsonl.gz"] = Text([.. Packed("{\"id\": 1}\n"), .. Packed("{\"id\": 2}\n")], "id integer!", "1", "2"),
    };

    static readonly Dictionary<string, (string Select, string Columns, string[] Rows, string? Comment)> parquets = new()
    {
        ["numbers"] = ("select 1::utinyint a, 2::usmallint b, 3::uinteger c, 18446744073709551615::ubigint d, 1.25::decimal(9,2) e, 1.5::double f, 2::tinyint g, 3::bigint h, 1.5::float i",
            "a smallint, b integer, c bigint, d decimal(20,0), e decimal(9,2), f double, g smallint, h bigint, i double", ["1|2|3|18446744073709551615|1.25|1.5|2|3|1.5"], "unsigned in the file"),
        ["times"] = ("select timestamp_ns '2025-03-03 10:00:00.123456' a, timestamptz '2025-03-03 10:00:00+02' b, timestamp '2025-03-03 10:00:00' c, date '2025-03-03' d, timestamp_s '2025-03-03 10:00:00' e",
            "a timestamp, b timestamp, c timestamp, d date, e timestamp", ["2025-03-03 10:00:00.123456|2025-03-03 08:00:00|2025-03-03 10:00:00|2025-03-03|2025-03-03 10:00:00"], "instants: converted to the pipeline's zone"),
        ["times-of-nanoseconds"] = ("select unnest([1, 2]) id, timestamp_ns '2025-03-03 10:00:00.123456789' a", "id integer!", ["1", "2"], "a: left out, '2025-03-03 10:00:00.123456789' in row 1 is"),
        ["texts"] = ("select '7f3a2c1e-0000-4000-8000-00000000abcd'::uuid u, '\\xC3\\xA9'::blob b, 'red'::enum('red', 'blue') e, 'x' \"Order ID\"", "u varchar, b varchar, e varchar, order_id varchar",
            ["7f3a2c1e-0000-4000-8000-00000000abcd|é|red|x"], "bytes without an annotation"),
        ["bytes"] = ("select 1 id, '\\xFF'::blob b", "id integer", ["1"], "b: left out"),
        ["nothing"] = ("select 1 id, null n, null::integer[] l", "id integer, n varchar, l varchar", ["1|null|null"], "no value in any row"),
        ["nested"] = ("select 1 id, {'a': 1} s, [1] l, map {'a': 1} m, time '10:00' t", "id integer", ["1"], "s: left out, nested"),
        ["floats"] = ("select unnest([1, 2]) id, unnest(['nan'::double, 1.5]) v", "id integer!", ["1", "2"], "v: left out"),
        ["decimals"] = ("select 1234567890123456789012345678.1234567890::decimal(38,10) v, 5::decimal(4,0) w, true ok",
            "v decimal(38,10), w decimal(4,0), ok boolean", ["1234567890123456789012345678.1234567890|5|true"], null),
        ["pair"] = ("select unnest(['A', 'A', 'B', 'B']) store_id, unnest([1, 2, 1, 2]) line_no", "store_id varchar, line_no integer", ["A|1", "A|2", "B|1", "B|2"], "store_id, line_no together do: a key?"),
        ["others"] = ("select 1 id, interval '1' day i, 5::hugeint h, 1 \"__index_level_0__\"", "id integer, h double, index_level_0 integer", ["1|5.0|1"], "i: left out, interval, for which there is no type"),
        ["empty"] = ("select 1 id, 'x' v where false", "id varchar, v varchar", [], null),
    };

    readonly ProposedFiles _files = new();

    public static TheoryData<string> Texts => [.. texts.Keys];

    public static TheoryData<string> Parquets => [.. parquets.Keys];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task a_text_file_is_read_to_the_exact_value_by_what_is_proposed(string name)
    {
        var (bytes, columns, rows, comment) = texts[name];
        await HoldAsync(_files.Write(name, bytes), columns, rows, comment);
    }

    [Theory]
    [MemberData(nameof(Parquets))]
    public async Task a_parquet_file_is_read_to_the_exact_value_by_what_is_proposed(string name)
    {
        var (select, columns, rows, comment) = parquets[name];
        await HoldAsync(Parquet($"{name}.parquet", select), columns, rows, comment);
    }

    [Fact]
    public async Task folders_and_dates_on_the_path_are_columns_and_periods()
    {
        string[] files =
        [
            _files.Write("sales/region=A%2FB/dt=2025-03-03/part-0.csv", "id,v\n1,x\n"),
            _files.Write("sales/region=DE/dt=2025-03-03/part-0.csv", "id,v\n2,y\n"),
            _files.Write("sales/region=__HIVE_DEFAULT_PARTITION__/dt=2025-03-03/part-1.csv", "id,v\n3,z\n"),
            _files.Write("sales/region=DE/dt=2025-03-04/part-0.csv", "id,v\n4,y\n"),
        ];
        var loaded = await LoadedAsync(new(files));
        (loaded.Source.Path, loaded.Columns).ShouldBe(("sales/region=*/dt={date:yyyy-MM-dd}/*.csv", "id integer!, v varchar, region varchar, dt date"));
        loaded.Rows.ShouldBe(["1|x|A/B|2025-03-03", "2|y|DE|2025-03-03", "3|z|null|2025-03-03"]);
        loaded.Proposal.Source.ShouldContain("# begins: 2025-03-03");
    }

    [Theory]
    [InlineData("orders_20250303.csv", "orders_{date:yyyyMMdd}.csv")]
    [InlineData("in/2025-03-03/orders.csv", "in/{date:yyyy-MM-dd}/orders.csv")]
    [InlineData("orders 2025_03_03 (final).csv", "orders {date:yyyy_MM_dd} ?final?.csv")]
    [InlineData("year=2025/month=03/day=03/x.csv", "year={date:yyyy}/month={date:MM}/day={date:dd}/*.csv")]
    public async Task a_date_in_the_name_is_the_period_of_the_file(string name, string path)
    {
        var loaded = await LoadedAsync(new([_files.Write(name, "id,v\n1,x\n2,y\n")]));
        loaded.Source.Path.ShouldBe(path);
        loaded.Files.Single().Rows.ShouldBe(2);
    }

    [Fact]
    public async Task a_column_that_some_of_the_files_lack_is_optional()
    {
        string[] files = [_files.Write("orders-2025-03-03.csv", "id,v\n1,x\n2,y\n"), _files.Write("orders-2025-03-04.csv", "id,v,tax\n3,x,1.5\n4,y,2.5\n")];
        var loaded = await LoadedAsync(new(files));
        loaded.Rows.ShouldBe(["1|x|null", "2|y|null"]);
        loaded.Source.Contract.Columns[2].ShouldBe(new Column("tax", "decimal(19,4)") { Optional = true });
        loaded.Proposal.Contract.ShouldContain("1 of the files looked at lack it");
    }

    [Fact]
    public async Task a_column_that_only_the_proof_finds_lacking_is_optional_too()
    {
        string[] lines = [_files.Write("a-2025-03-03.jsonl", "{\"id\": 1, \"v\": 2}\n"), _files.Write("a-2025-03-04.jsonl", "{\"id\": 2}\n")];
        (await LoadedAsync(new(lines))).Source.Contract.Columns[1].ShouldBe(new Column("v", "integer") { Optional = true });
        var many = Enumerable.Range(1, 9).Select(at => _files.Write($"many/part-{at}.csv", at == 9 ? "id\n9\n" : $"id,v\n{at},x\n")).ToArray();
        var proposal = await SourceInspection.ProposeAsync(new(many), TestContext.Current.CancellationToken);
        (proposal.Refusal, proposal.Rows).ShouldBe((null, 9));
        proposal.Contract.ShouldContain("v: { type: varchar, optional: true }");
    }

    [Fact]
    public async Task times_of_hive_and_impala_are_times()
    {
        using (var node = new PrimitiveNode("at", Repetition.Optional, LogicalType.None(), PhysicalType.Int96))
        using (var schema = new GroupNode("schema", Repetition.Required, [node]))
        using (var properties = new WriterPropertiesBuilder().Build())
        using (var file = new ParquetFileWriter(Path.Combine(_files.Data, "hive.parquet"), schema, properties))
        {
            using var rows = file.AppendRowGroup();
            using var column = (ColumnWriter<Int96>)rows.NextColumn();
            column.WriteBatch(2, [1, 0], null, [new Int96(1_000, 0, 2_440_588)]);
            file.Close();
        }

        await HoldAsync(Path.Combine(_files.Data, "hive.parquet"), "at_ timestamp", ["1970-01-01 00:00:00.000001", "null"], "lacks in 1 of 2 rows");
    }

    [Fact]
    public async Task what_stands_behind_the_rows_that_were_looked_at_makes_a_type_weaker_until_nothing_is_rejected()
    {
        var rows = string.Concat(Enumerable.Range(1, 200).Select(id => $"{id},{id},2025-01-01,1.5,{id % 2 == 0}\n"));
        var file = _files.Write("late.csv", $"id,n,d,p,b\n{rows}3000000000,2.5,soon,1.123456789,N/A\n,NULL,2025-01-02,2,true\n");
        var loaded = await LoadedAsync(new([file], Rows: 100));
        loaded.Columns.ShouldBe("id bigint, n decimal(18,3), d varchar, p decimal(18,11), b boolean");
        loaded.Rows[^2].ShouldBe("3000000000|2.500|soon|1.12345678900|null");
        loaded.Rows[^1].ShouldBe("null|null|2025-01-02|2.00000000000|true");
        loaded.Proposal.Contract.ShouldContain("'soon' in row 201 is not a date such as 2026-11-22");
        loaded.Proposal.Contract.ShouldContain("looked at 100 of 202 rows");
    }

    /// <summary>Two that a first reading finds make one text of the column, and take nothing away.</summary>
    [Fact]
    public async Task a_column_with_several_values_of_no_type_behind_the_rows_that_were_looked_at_is_text()
    {
        var rows = string.Concat(Enumerable.Range(1, 200).Select(id => $"{id},{id},{id}.50,2025-01-01\n"));
        var loaded = await LoadedAsync(new([_files.Write("mixed.csv", $"id,v,p,d\n{rows}201,abc,2.5 EUR,soon\n202,0x1f,tbd,later\n")], Rows: 100));
        loaded.Columns.ShouldBe("id integer!, v varchar, p varchar, d varchar");
        loaded.Rows[^2].ShouldBe("201|abc|2.5 EUR|soon");
        loaded.Rows[^1].ShouldBe("202|0x1f|tbd|later");
    }

    [Theory]
    [InlineData("ragged.csv", "id,v\n1,2\n3\n4,5\n", "The row has 1 of 2 columns.")]
    [InlineData("cut.csv", "id,v,w\n1,2,3\n1,\"2", "cut off")]
    [InlineData("cut-row.csv", "id,name,v\n1,a,2\n2,b,3\n3,c", "The row has 2 of 3 columns.")]
    [InlineData("cut-uuid.csv", "u,v\n7f3a2c1e-0000-4000-8000-00000000abcd,1\n8f3a2c1e-0000-4000-8000-00000000abcd,1\na1b2\n", "The row has 1 of 2 columns.")]
    [InlineData("nested.jsonl", "{\"a\": {\"b\": 1}}\n", "None of its columns can be read: a: left out, an object or an array in 1 row.")]
    [InlineData("cut.jsonl", "{\"id\": 1}\n{\"id\": ", "cut off")]
    public async Task a_file_that_is_broken_is_proposed_for_and_said_to_be(string name, string text, string words)
    {
        var proposal = await _files.ProposeAsync(_files.Write(name, text));
        proposal.Refusal.ShouldNotBeNull().ShouldContain(words);
        proposal.Contract.ShouldContain("# NOT READ: ");
    }

    [Theory]
    [InlineData("empty.csv", "", "The file is empty")]
    [InlineData("book.csv", "PK\u0003\u0004x", "a workbook, an archive")]
    [InlineData("mac.csv", "id,v\r1,2\r", "carriage return")]
    [InlineData("page.csv", "<!DOCTYPE html>\n<html></html>\n", "HTML or XML")]
    [InlineData("declared.csv", "<?xml version=\"1.0\"?>\n<rows/>\n", "HTML or XML")]
    [InlineData("bare-page.csv", "<html>\n<body>Error, try again; later</body>\n</html>\n", "HTML or XML")]
    [InlineData("one-line-page.csv", "<html><body>Error, try again</body></html>\n", "HTML or XML")]
    [InlineData("attributes.csv", "<svg viewBox=\"0,0,1,1\" style=\"a;b\">\n", "HTML or XML")]
    [InlineData("attributes-over-lines.csv", "\n<html lang=\"de\" class=\"a,b\"\n  id=\"x\">\n", "HTML or XML")]
    [InlineData("elements.csv", "<row id=\"1\"/>, <row id=\"2\"/>\n", "HTML or XML")]
    [InlineData("plain.csv.gz", "id,v\n1,2\n", "not packed with gzip, though its name says so")]
    [InlineData("unmarked.csv", "\0i\0d\0\n\0x\0\n", "in UTF-16 without a mark")]
    [InlineData("over-lines.jsonl", "{\n \"id\": 1\n}\n{\n \"id\": 2\n}\n", "Its objects go over several lines")]
    [InlineData("ragged.csv", "id,name,v\n1,a,2\n2,b\n3,c,4,5\n4,d\n5,e,6,7,8\n6,f\n7,g,1\n", "ragged.csv, line 3: The row has 2 values and line 1 has 3, parted by \",\"; 5 of 7 rows")]
    [InlineData("ragged.tsv", "id\tname\tv\n1\ta\t2\n2\tb\n3\tc\t4\t5\n4\td\n5\te\t6\t7\n6\tf\n", "ragged.tsv, line 3: The row has 2 values and line 1 has 3, parted by \"\\t\"")]
    [InlineData("unquoted.csv", "id,remark,v\n1,x,1.5\n2,hello, world,2.5\n3,x,3.5\n4,y,z,4.5\n5,u,5.5\n", "in quotes each value that has the delimiter in it")]
    [InlineData("headless.csv", "1,a,2\n2,b\n3,c,4,5\n5,e,6,7\n", "line 2: The row has 2 values and line 1 has 3")]
    [InlineData("quoted-by-line.csv", "\"id,name\"\n\"1,a\"\n\"2,b\"\n", "Each line is in quotes as a whole")]
    [InlineData("titled.csv", "Title\n\nid,name\n1,a\n2,b,c\n3\n4,d,e\n5,f,g\n6,h\n", "line 5: The row has 3 values and line 3 has 2")]
    [InlineData("numbers.json", "[1, 2]", "without an array of objects")]
    public async Task a_file_of_no_such_kind_is_refused_with_what_to_do(string name, string text, string words)
    {
        var file = _files.Write(name, text);
        (await Should.ThrowAsync<StepFailedException>(() => _files.ProposeAsync(file))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task a_parquet_file_of_nested_columns_alone_is_refused_with_what_it_has()
    {
        var proposal = await _files.ProposeAsync(Parquet("nested-only.parquet", "select {'a': 1} s, [1] l"));
        proposal.Refusal.ShouldBe("nested-only.parquet: None of its columns can be read: s: left out, nested. Deliver rows with a value in each column.");
    }

    [Fact]
    public async Task a_folder_that_is_there_is_never_written_over()
    {
        await LoadedAsync(new([_files.Write("x.csv", "id\n1\n")]));
        File.ReadAllText(Path.Combine(_files.Folder, "contract.yml")).ShouldStartWith("# yaml-language-server: $schema=../../.schemas/contract.schema.json\n");
        Should.Throw<IOException>(() => ProposedSource.In(_files.Folder, new(["x.csv"]))).Message.ShouldContain("is there already");
    }

    [Fact]
    public async Task values_of_persons_are_not_told()
    {
        var proposal = await _files.ProposeAsync(_files.Write("x.csv", $"id,birth_date\n{string.Concat(Enumerable.Range(1, 9).Select(id => $"{id},2001-01-0{id}\n"))}10,secret\n"));
        proposal.Contract.ShouldContain("looks like a day of birth: personal?");
        proposal.Contract.ShouldNotContain("secret");
    }

    async Task HoldAsync(string file, string columns, string[] rows, string? comment)
    {
        var loaded = await LoadedAsync(new([file]));
        var told = $"{loaded.Proposal.Contract}{loaded.Proposal.Source}";
        loaded.Columns.ShouldBe(columns, told);
        loaded.Rows.ShouldBe(rows, told);
        loaded.Proposal.Contract.ShouldContain(comment ?? "none rejected");
        loaded.Proposal.Contract.Split('\n').Where(line => line.StartsWith("version:", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    async Task<LoadedProposal> LoadedAsync(InspectedFiles files)
    {
        var loaded = await _files.LoadAsync(day, files);
        loaded.Proposal.Refusal.ShouldBeNull(loaded.Proposal.Contract);
        loaded.Files.ShouldAllBe(file => file.RejectedRows == 0, loaded.Proposal.Contract);
        return loaded;
    }

    string Parquet(string name, string select)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var path = Path.Combine(_files.Data, name);
        command.CommandText = $"set TimeZone = 'UTC'; copy ({select}) to '{path}' (format parquet)";
        command.ExecuteNonQuery();
        return path;
    }

    static string Sold(string stores, int days, string mark, string end) =>
        string.Concat(stores.SelectMany(store => Enumerable.Range(1, days), (store, at) => $"{store}{mark}2025-01-{at:00}{mark}5{end}"));

    static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    static (byte[] Bytes, string Columns, string[] Rows, string? Comment) Text(string text, string columns, params string[] told) => Text(Encoding.UTF8.GetBytes(text), columns, told);

    // A comment has no '|', or is a sentence.
    static (byte[] Bytes, string Columns, string[] Rows, string? Comment) Text(byte[] bytes, string columns, params string[] told) =>
        columns.Contains(',') && told is [var comment, .. var rows] && !comment.Contains('|') ? (bytes, columns, rows, comment) : (bytes, columns, told, null);
}
