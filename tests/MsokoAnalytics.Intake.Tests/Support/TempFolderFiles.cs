namespace MsokoAnalytics.Intake.Tests.Support;

internal static class TempFolderFiles
{
    /// <summary>Writes a file, making folders as needed, and gives its full path.</summary>
    public static string WriteBytes(this TempFolder folder, string relativePath, byte[] content)
    {
        var path = folder.PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
