namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>What became of a program: the text it returned, or what it threw, outermost first.</summary>
/// <param name="Answer">Null when the program threw.</param>
/// <param name="Thrown">Full names of the exceptions, inner ones and base types included.</param>
/// <param name="Message">For people who read a failed test.</param>
internal sealed record ProgramResult(string? Answer, IReadOnlyList<string> Thrown, string Message)
{
    public static ProgramResult Of(string? answer) => new(answer ?? "", [], $"returned '{answer}'");

    public static ProgramResult Of(Exception exception)
    {
        var thrown = new List<string>();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            for (var type = current.GetType(); type != typeof(object) && type is not null; type = type.BaseType)
            {
                thrown.Add(type.FullName!);
            }
        }

        return new ProgramResult(null, thrown, exception.ToString());
    }

    public bool Threw(Type exception) => Thrown.Contains(exception.FullName!);
}
