namespace MsokoAnalytics.Reports.Data;

/// <summary>The order of works in every report: class, then subjects from the compulsory to the drawn ones, base level first.</summary>
internal sealed class WorkOrder : IComparer<WorkRow>
{
    internal static readonly WorkOrder Instance = new();

    private static readonly string[] Subjects = ["РУ", "МА", "ОМ", "ЛЧ", "ИС", "ОБ", "ГГ", "БИ", "ФИ", "ХИ", "ИНФ", "АЯ", "НЯ", "ФЯ"];

    public int Compare(WorkRow? x, WorkRow? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var order = x.WaveKey.CompareTo(y.WaveKey);
        if (order == 0) order = x.Grade.CompareTo(y.Grade);
        if (order == 0) order = SubjectOrder(x.Subject).CompareTo(SubjectOrder(y.Subject));
        if (order == 0) order = string.CompareOrdinal(x.Subject, y.Subject);
        if (order == 0) order = Advanced(x).CompareTo(Advanced(y));
        return order != 0 ? order : string.CompareOrdinal(x.WorkId, y.WorkId);
    }

    /// <summary>An unknown subject comes last.</summary>
    internal static int SubjectOrder(string code)
    {
        var index = Array.IndexOf(Subjects, code);
        return index < 0 ? Subjects.Length : index;
    }

    private static int Advanced(WorkRow work) => string.Equals(work.Level, "advanced", StringComparison.Ordinal) ? 1 : 0;
}
