namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>A copy of the <c>sources</c> folder in which a test changes something.</summary>
internal sealed class SourcesCopy : IDisposable
{
    private readonly TempFolder _folder = new();

    public SourcesCopy()
    {
        foreach (var file in Directory.EnumerateFiles(IntakeRun.SourcesFolder, "*", SearchOption.AllDirectories))
        {
            var target = _folder.PathOf(Path.GetRelativePath(IntakeRun.SourcesFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Root => _folder.FullName;

    public SourcesCopy Replace(string relativePath, string from, string to)
    {
        var path = _folder.PathOf(relativePath);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        return this;
    }

    public SourcesCopy Append(string relativePath, string text)
    {
        File.AppendAllText(_folder.PathOf(relativePath), text);
        return this;
    }

    public SourcesCopy Write(string relativePath, string text)
    {
        _folder.Write(relativePath, text);
        return this;
    }

    public IntakeSetup Load() => IntakeSetup.Load(Root);

    public void Dispose() => _folder.Dispose();
}
