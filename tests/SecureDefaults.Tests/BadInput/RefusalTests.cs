namespace SocketSecurity.SecureDefaults.Tests.BadInput;

/// <summary>Every format refuses what it did not write, in one way, and leaves nothing of it behind.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly byte[] Message = "attack at dawn"u8.ToArray();
    private readonly Formats _formats = new();

    public void Dispose() => _formats.Dispose();

    [Theory]
    [MemberData(nameof(Formats.All), MemberType = typeof(Formats))]
    [Trait(BadInputPageTests.Row, "a cut message, or one with any bit changed")]
    public void Any_changed_bit_and_any_cut_is_refused_in_one_way_and_leaves_nothing_in_the_buffer(string format)
    {
        var (message, open) = _formats.Make(format, Message);
        var answers = new HashSet<string?>();
        foreach (var changed in Hostile.EveryChange(message))
        {
            var buffer = new byte[1000];
            answers.Add(open(changed, buffer));
            Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0), format);
        }

        Assert.NotNull(Assert.Single(answers));
        Assert.Null(open(message, new byte[1000]));
    }

    [Theory]
    [MemberData(nameof(Formats.All), MemberType = typeof(Formats))]
    [Trait(BadInputPageTests.Row, "another key")]
    public void Another_key_gives_the_answer_of_a_changed_message(string format)
    {
        var (message, open) = _formats.Make(format, Message, otherKey: true);
        var buffer = new byte[1000];
        Assert.Equal(AnswerToJunk(format), open(message, buffer));
        Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0), format);
    }

    [Theory]
    [MemberData(nameof(Formats.WithContext), MemberType = typeof(Formats))]
    [Trait(BadInputPageTests.Row, "another context")]
    public void Another_context_gives_the_answer_of_a_changed_message(string format)
    {
        var (message, open) = _formats.Make(format, Message, otherContext: true);
        var buffer = new byte[1000];

        // An authentic token for somebody else is named as such: only the issuer could have made it.
        Assert.Equal(format == "Token" ? "WrongAudience" : AnswerToJunk(format), open(message, buffer));
        Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0), format);
    }

    [Theory]
    [MemberData(nameof(Formats.All), MemberType = typeof(Formats))]
    [Trait(BadInputPageTests.Row, "an empty message")]
    public void An_empty_message_is_a_message(string format)
    {
        var (message, open) = _formats.Make(format, []);
        Assert.Null(open(message, new byte[1000]));
        Assert.NotNull(open([], new byte[1000]));
    }

    private string? AnswerToJunk(string format)
    {
        var (message, open) = _formats.Make(format, Message);
        message[^1] ^= 1;
        return open(message, new byte[1000]);
    }
}
