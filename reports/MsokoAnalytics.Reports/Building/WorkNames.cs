using System.Globalization;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Building;

/// <summary>How a work is called in headings, rows and sentences.</summary>
internal static class WorkNames
{
    /// <summary>«Математика» or «Математика (углубл.)».</summary>
    internal static string Subject(WorkRow work) => Subject(work.SubjectName, work.Level);

    internal static string Subject(string name, string level) => level switch
    {
        "advanced" => name + " (углубл.)",
        "profile" => name + " (проф.)",
        _ => name,
    };

    /// <summary>«4 класс», or «Программа 4 класса (писали в 5 классе)» in autumn.</summary>
    internal static string Group(WorkRow work) => work.Grade == work.ActualGrade
        ? $"{Text(work.Grade)}\u00A0класс"
        : $"Программа {Text(work.Grade)}\u00A0класса (писали в\u00A0{Text(work.ActualGrade)}\u00A0классе)";

    /// <summary>«Математика, 4 класс», the title of a chart.</summary>
    internal static string Full(WorkRow work) => $"{Subject(work)}, {GradeOf(work)}";

    /// <summary>«математика, 4 класс», inside a sentence.</summary>
    internal static string InSentence(WorkRow work)
    {
        var subject = Subject(work);
        return $"{char.ToLower(subject[0], CultureInfo.InvariantCulture)}{subject[1..]}, {GradeOf(work)}";
    }

    private static string GradeOf(WorkRow work) =>
        work.Grade == work.ActualGrade ? $"{Text(work.Grade)}\u00A0класс" : $"программа {Text(work.Grade)}\u00A0класса";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
