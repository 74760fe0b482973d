using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Rendering;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Rendering;

public sealed class EnvironmentTests
{
    [Fact]
    public void Without_node_the_message_says_what_to_install()
    {
        using var empty = new TempFolder();

        var error = Assert.Throws<ReportException>(() => NodeProgram.Find(null, null, empty.FullName));

        Assert.StartsWith("Не найден Node.js", error.Message, StringComparison.Ordinal);
        Assert.Contains("Установите Node.js", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_path_to_node_is_named()
    {
        var error = Assert.Throws<ReportException>(() => NodeProgram.Find("/нет/такого/node", null, null));

        Assert.Contains("/нет/такого/node", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chosen_node_goes_before_the_variable_and_the_variable_before_the_path()
    {
        using var folder = new TempFolder();
        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        var chosen = folder.Write("a/" + name, string.Empty);
        var variable = folder.Write("b/" + name, string.Empty);
        var onPath = folder.Write("c/" + name, string.Empty);

        Assert.Equal(chosen, NodeProgram.Find(chosen, variable, folder.PathOf("c")));
        Assert.Equal(variable, NodeProgram.Find(null, variable, folder.PathOf("c")));
        Assert.Equal(onPath, NodeProgram.Find(null, string.Empty, folder.PathOf("none") + Path.PathSeparator + folder.PathOf("c")));
    }

    [Fact]
    public void Without_npm_parts_the_message_names_them()
    {
        using var folder = new TempFolder();
        folder.Write("reports/worker/main.mjs", string.Empty);

        var error = Assert.Throws<ReportException>(() => ReportAssets.Load(folder.PathOf("reports")));

        Assert.StartsWith("Не найдены части npm", error.Message, StringComparison.Ordinal);
        Assert.Contains("npm ci", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_templates_the_message_names_the_folder()
    {
        using var folder = new TempFolder();

        var error = Assert.Throws<ReportException>(() => ReportAssets.Load(folder.FullName));

        Assert.Contains(folder.FullName, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("templates/common.typ")]
    [InlineData("charts/marks.vl.json")]
    [InlineData("worker/layout/stacked.mjs")]
    public void A_change_of_any_asset_changes_the_fingerprint(string file)
    {
        using var assets = new FakeAssets();
        var before = assets.Load().Fingerprint;

        File.AppendAllText(Path.Combine(assets.Root, file), " ");

        Assert.NotEqual(before, assets.Load().Fingerprint);
        Assert.Equal(ReportAssets.Load(FakeAssets.Real).Fingerprint, before);
    }

    [Fact]
    public void A_folder_is_written_by_one_run_at_a_time()
    {
        using var folder = new TempFolder();
        using (OutputFolder.Open(folder.PathOf("pdf")))
        {
            var error = Assert.Throws<ReportException>(() => OutputFolder.Open(folder.PathOf("pdf")));
            Assert.Contains("занята", error.Message, StringComparison.Ordinal);
        }

        OutputFolder.Open(folder.PathOf("pdf")).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.PathOf("pdf")));
    }

    [Fact]
    public void What_a_killed_run_left_is_removed()
    {
        using var folder = new TempFolder();
        string temporary;
        using (var first = OutputFolder.Open(folder.FullName)) temporary = first.Temporary;
        Directory.CreateDirectory(temporary);
        File.WriteAllText(Path.Combine(temporary, "half.pdf"), "half");

        using (var second = OutputFolder.Open(folder.FullName)) Assert.Empty(Directory.EnumerateFileSystemEntries(second.Temporary));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void An_unreadable_manifest_counts_as_empty()
    {
        using var folder = new TempFolder();
        folder.Write("reports.json", "{ не json");
        folder.Write("a.pdf", "x");

        Assert.Null(ReportManifest.Load(folder.FullName).UpToDate("a.pdf", "hash"));
    }

    [Fact]
    public void The_date_of_the_data_is_written_in_russian_whatever_the_machine_speaks()
    {
        var provenance = ReportRunner.Provenance(new RunRow("прогон-1", new DateTime(2026, 9, 1, 23, 59, 0)))!;

        Assert.Equal("1\u00A0сентября\u00A02026\u00A0г.", provenance.Date);
        Assert.Equal([2026, 9, 1], provenance.Day);
    }
}
