namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>One row of a protocol of ГИА, as a test needs it. All names are invented.</summary>
internal sealed record Graduate(string Surname = "Выдумкин", string Name = "Пётр", string Patronymic = "Сергеевич")
{
    public object? School { get; init; } = "0101";

    public object? Class { get; init; }

    public string Series { get; init; } = "99ЯЖ88";

    public string Number { get; init; } = "777888";

    public string Code { get; init; } = "123456789012";

    public object? Short { get; init; } = "++2-";

    public object? Long { get; init; } = "1(2)2(3)";

    public object? Primary { get; init; } = 7;

    /// <summary>Test score or mark.</summary>
    public object? Result { get; init; } = 4;

    public string Exam { get; init; } = "Математика(2026.06.02)";

    public object? Appeal { get; init; } = "удовлетворена";
}
