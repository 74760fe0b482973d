namespace MsokoAnalytics.Cli;

/// <summary>One code per kind of failure, so that a script knows what happened without reading the text; listed in README.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A fault of the program itself.</summary>
    public const int Internal = 1;

    /// <summary>Wrong command line.</summary>
    public const int Usage = 2;

    /// <summary>Some input files could not be used; the others were.</summary>
    public const int InputProblems = 3;

    /// <summary>The warehouse is busy, missing or unreadable.</summary>
    public const int Warehouse = 4;

    /// <summary>A check of the models failed; the old tables stay.</summary>
    public const int ModelChecks = 5;

    /// <summary>A report could not be made.</summary>
    public const int Reports = 6;

    /// <summary>Something the program needs is missing on this machine (Node.js, the DuckDB library, disk space).</summary>
    public const int Environment = 7;

    /// <summary>Settings or descriptions of sources or models are wrong.</summary>
    public const int Configuration = 8;

    /// <summary>The query is wrong.</summary>
    public const int Query = 9;

    /// <summary>Too few references to schools lead to a school; the old tables stay.</summary>
    public const int SchoolMatch = 10;

    /// <summary>Cancelled by the user (Ctrl+C).</summary>
    public const int Cancelled = 130;
}
