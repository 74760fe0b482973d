using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

public sealed class OptionsTests
{
    public static TheoryData<DemoOptions, string> Wrong { get; } = new()
    {
        { new DemoOptions { OutDir = " " }, "папка" },
        { new DemoOptions { OutDir = "x", Schools = 0 }, "Число школ" },
        { new DemoOptions { OutDir = "x", Schools = 3, Municipalities = 4 }, "муниципалитетов" },
        { new DemoOptions { OutDir = "x", Years = [] }, "год" },
        { new DemoOptions { OutDir = "x", Years = [2021, 2021] }, "повторяются" },
        { new DemoOptions { OutDir = "x", Years = [2019] }, "2019" },
        { new DemoOptions { OutDir = "x", RegionCode = "8" }, "Код региона" },
        { new DemoOptions { OutDir = "x", DirtLevel = 1.5 }, "загрязнения" },
        { new DemoOptions { OutDir = "x", CsvShare = double.NaN }, "CSV" },
        { new DemoOptions { OutDir = "x", SizeFactor = 0 }, "размера школ" },
        { new DemoOptions { OutDir = "x", PerformanceSet = new PerformanceSet { Works = 61 } }, "Число работ" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Wrong_options_are_explained(DemoOptions options, string part)
    {
        var error = Assert.Throws<DemoDataException>(() => DemoGenerator.Generate(options));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_other_files_is_not_touched()
    {
        using var folder = new TempFolder();
        var foreign = folder.Write("data/отчёт.txt", "чужой файл");
        var options = new DemoOptions { OutDir = folder.FullName, Schools = 1, Years = [2024], Overwrite = true };
        Assert.Contains("не пуста", Assert.Throws<DemoDataException>(() => DemoGenerator.Generate(options)).Message, StringComparison.Ordinal);
        Assert.Equal("чужой файл", File.ReadAllText(foreign));
    }

    [Fact]
    public void An_earlier_run_is_replaced_only_when_asked()
    {
        using var folder = new TempFolder();
        var options = new DemoOptions { OutDir = folder.FullName, Schools = 2, Years = [2021] };
        DemoGenerator.Generate(options);
        Assert.Throws<DemoDataException>(() => DemoGenerator.Generate(options));
        var summary = DemoGenerator.Generate(options with { Years = [2024], Overwrite = true });
        Assert.False(Directory.Exists(Path.Combine(summary.DataDir, "ВПР 2021")));
    }

    [Fact]
    public void A_file_in_the_way_is_explained()
    {
        using var folder = new TempFolder();
        var path = folder.Write("занято", "");
        Assert.Contains("Не удалось", Assert.Throws<DemoDataException>(() => DemoGenerator.Generate(new DemoOptions { OutDir = path })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_the_run()
    {
        using var folder = new TempFolder();
        using var source = new CancellationTokenSource();
        var progress = new Counter(() => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName }, progress, source.Token));
        Assert.InRange(progress.Lines, 1, 20);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 5)]
    public void The_smallest_worlds_work(int schools, int municipalities)
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = schools, Municipalities = municipalities, Years = [2020, 2021, 2022, 2023, 2024, 2025, 2026], SgoClasses = 12 });
        Assert.True(summary.Results > 500 * schools);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_load_set_has_the_rows_asked_for(bool csv)
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, PerformanceSet = new PerformanceSet { Works = 5, RowsPerWork = 700, Csv = csv } });
        var files = new TruthTable(Path.Combine(summary.TruthDir, "files.csv")).Rows;
        Assert.Equal(5, files.Count);
        foreach (var file in files)
        {
            var table = new PupilTable(Book.Read(Path.Combine(summary.DataDir, file["file"]), file["format"]), file["layout"]);
            Assert.Equal(700, table.DataRows().Count());
            Assert.Equal(700, table.DataRows().Select(r => (table.Sheet.Cell(r, table.Login), table.Sheet.Cell(r, table.Code))).Distinct().Count());
        }
    }

    private sealed class Counter(Action first) : IProgress<string>
    {
        private int _lines;

        public int Lines => _lines;

        public void Report(string value)
        {
            if (Interlocked.Increment(ref _lines) == 1) first();
        }
    }
}
