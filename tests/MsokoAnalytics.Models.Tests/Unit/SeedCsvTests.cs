using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Tests.Unit;

public class SeedCsvTests
{
    [Fact]
    public void Fields_quotes_and_lines_are_read()
    {
        var rows = SeedCsv.Read("a;b\r\n\"x;\"\"y\"\"\n2\";\n\n;3").ToList();
        Assert.Equal([1, 2, 5], rows.Select(r => r.Line));
        Assert.Equal(["a", "b"], rows[0].Fields);
        Assert.Equal(["x;\"y\"\n2", ""], rows[1].Fields);
        Assert.Equal(["", "3"], rows[2].Fields);
    }

    [Fact]
    public void An_open_quote_names_its_line() =>
        Assert.Equal("строка 2: кавычка не закрыта", Assert.Throws<FormatException>(() => SeedCsv.Read("a\n\"b").ToList()).Message);
}
