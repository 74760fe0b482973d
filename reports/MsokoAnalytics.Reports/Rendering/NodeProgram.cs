namespace MsokoAnalytics.Reports.Rendering;

/// <summary>Finds the node program.</summary>
internal static class NodeProgram
{
    internal const string Variable = "MSOKO_NODE";

    internal const string Missing =
        "Не найден Node.js: для PDF-отчётов нужна программа node версии 20 или новее. Установите Node.js (nodejs.org) или укажите путь к node в переменной "
        + Variable + ".";

    /// <param name="chosen">A path given by the caller, or null.</param>
    /// <param name="environment">Value of <see cref="Variable"/>, or null.</param>
    /// <param name="searchPath">Value of <c>PATH</c>.</param>
    /// <exception cref="ReportException">There is none.</exception>
    internal static string Find(string? chosen, string? environment, string? searchPath)
    {
        var explicitPath = string.IsNullOrWhiteSpace(chosen) ? environment : chosen;
        if (!string.IsNullOrWhiteSpace(explicitPath))
            return File.Exists(explicitPath) ? Path.GetFullPath(explicitPath) : throw new ReportException($"{Missing} Указан путь {explicitPath}, такого файла нет.");
        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        foreach (var folder in (searchPath ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file)) return file;
        }

        throw new ReportException(Missing);
    }
}
