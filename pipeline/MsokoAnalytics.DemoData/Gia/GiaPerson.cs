namespace MsokoAnalytics.DemoData.Gia;

/// <summary>When an exam is sat.</summary>
internal enum GiaPeriod
{
    Main,
    Reserve,
    Additional,
}

/// <summary>Where a graduate studies: code in the protocols and the key the school has in the warehouse.</summary>
internal sealed record GiaPlace(string Code, string SchoolId);

/// <summary>An invented graduate with invented papers.</summary>
internal sealed class GiaPerson
{
    public required ulong Key { get; init; }

    public required GiaPlace Place { get; init; }

    /// <summary>Surname, first name, patronymic.</summary>
    public required string[] Name { get; init; }

    /// <summary>«9А».</summary>
    public required string Class { get; init; }

    public required string Series { get; init; }

    public required string Number { get; init; }

    public required string Code { get; init; }

    public List<GiaSitting> Sittings { get; } = [];
}

/// <summary>One sitting of one exam.</summary>
internal sealed class GiaSitting
{
    public required GiaPerson Person { get; init; }

    public required GiaExam Exam { get; init; }

    public required GiaPeriod Period { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>«не явился», «удалён с экзамена», or null of who wrote.</summary>
    public string? Absence { get; init; }

    public int[] Short { get; init; } = [];

    public int[] Long { get; init; } = [];

    public int Primary { get; init; }

    public int Result { get; init; }

    /// <summary>«удовлетворена» or «отклонена»; null without an appeal.</summary>
    public string? Appeal { get; set; }

    /// <summary>Primary score and result after a granted appeal, else those of the protocol.</summary>
    public int PrimaryAfter { get; set; }

    public int ResultAfter { get; set; }

    public bool IsValid => Absence is null;
}
