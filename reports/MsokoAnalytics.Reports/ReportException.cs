namespace MsokoAnalytics.Reports;

/// <summary>Reports cannot be made at all: no Node.js, no marts, the folder is in use. The message is Russian, for the user.</summary>
public sealed class ReportException : Exception
{
    public ReportException(string message) : base(message) { }

    public ReportException(string message, Exception innerException) : base(message, innerException) { }
}
