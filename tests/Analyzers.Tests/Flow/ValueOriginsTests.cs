using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary><see cref="ValueOrigins"/>: what each shape of a value is taken for, and what it is not.</summary>
public sealed class ValueOriginsTests
{
    private const string Members = """
        const string Text = "abc";
        const string Base64 = "AAECAwQFBgcICQoLDA0ODw==";
        static readonly byte[] s_key = { 1, 2, 3 };
        static readonly byte[] s_filled = new byte[16];
        private byte[] _set = [1, 2];
        private byte[] _unset;
        public byte[] Open = [1];
        private byte[] Automatic { get; } = [1, 2];
        static ReadOnlySpan<byte> Property => "abc"u8;
        static byte[] Make() => Encoding.UTF8.GetBytes(Text);
        static byte[] Pass(byte[] value) { var copy = value.ToArray(); return copy; }
        static byte[] Loop(byte[] value) => Loop(value);
        static byte[] Random16() { var bytes = new byte[16]; new Random().NextBytes(bytes); return bytes; }
        protected virtual byte[] Overridable() => [1];
        Program() => RandomNumberGenerator.Fill(s_filled);
        void Fill(byte[] value) => value[0] = 1;
        """;

    [Theory]
    [InlineData("Sink(\"abc\");")]
    [InlineData("Sink(Text);")]
    [InlineData("Sink(1 + 2);")]
    [InlineData("Sink(\"abc\"u8);")]
    [InlineData("Sink(\"abc\"u8.ToArray());")]
    [InlineData("Sink(new byte[] { 1, 2 });")]
    [InlineData("Sink(new byte[32]);")]
    [InlineData("byte[] key = { 1, 2 }; Sink(key);")]
    [InlineData("byte[] key = [1, 2, 3]; Sink(key);")]
    [InlineData("byte[] key = [1, .. s_key]; Sink(key);")]
    [InlineData("ReadOnlySpan<byte> key = [1, 2, 3]; Sink(key);")]
    [InlineData("Span<byte> key = stackalloc byte[16]; Sink(key);")]
    [InlineData("ReadOnlySpan<byte> key = stackalloc byte[] { 1, 2 }; Sink(key);")]
    [InlineData("ReadOnlySpan<byte> key = stackalloc[] { (byte)1, (byte)2 }; Sink(key);")]
    [InlineData("Sink(s_key);")]
    [InlineData("Sink(_set);")]
    [InlineData("Sink(Automatic);")]
    [InlineData("Sink(Property);")]
    [InlineData("Sink(Make());")]
    [InlineData("Sink(Pass([1, 2]));")]
    [InlineData("Sink(Encoding.UTF8.GetBytes(Text));")]
    [InlineData("Sink(new UTF8Encoding(false).GetBytes(\"abc\"));")]
    [InlineData("Sink(Convert.FromBase64String(Base64));")]
    [InlineData("Sink(Convert.FromHexString(\"00\" + \"ff\"));")]
    [InlineData("Sink(s_key.AsSpan(1));")]
    [InlineData("Sink(s_key[..2]);")]
    [InlineData("Sink(s_key.Concat(new byte[] { 3 }).ToArray());")]
    [InlineData("Sink(new List<byte> { 1, 2 }.ToArray());")]
    [InlineData("Sink($\"{Text}-{1}\");")]
    [InlineData("Sink(string.Empty);")]
    [InlineData("Sink(flag ? \"a\" : \"b\");")]
    [InlineData("Sink(text == null ? throw new Exception() : \"b\");")]
    [InlineData("Sink(text switch { \"x\" => \"a\", _ => \"b\" });")]
    [InlineData("string key; if (flag) { key = \"a\"; } else { key = \"b\"; } Sink(key);")]
    [InlineData("text = \"abc\"; Sink(text);")]
    [InlineData("var key = given; key = [1, 2]; Sink(key);")]
    [InlineData("byte[] key = [1]; Action act = () => Sink(key); act();")]
    [InlineData("byte[] Local() => [1, 2]; Sink(Local());")]
    [InlineData("byte[] key = [1, 2]; using var aes = Aes.Create(); aes.Key = key; using var other = new AesGcm(key, 16); Sink(key);")]
    public void Constant_shapes_are_constant(string body) => Assert.Equal("Constant", OriginProgram.WithBody(body, Members).Compiles().Kinds());

    [Theory]
    [InlineData("Sink(RandomNumberGenerator.GetBytes(16));", "CryptographicRandom")]
    [InlineData("var key = new byte[16]; RandomNumberGenerator.Fill(key); Sink(key);", "CryptographicRandom")]
    [InlineData("var key = new byte[16]; using var rng = RandomNumberGenerator.Create(); rng.GetBytes(key); Sink(key);", "CryptographicRandom")]
    [InlineData("var key = new byte[16]; RandomNumberGenerator.Fill(key.AsSpan(0, 8)); Sink(key);", "CryptographicRandom")]
    [InlineData("Span<byte> key = stackalloc byte[16]; RandomNumberGenerator.Fill(key); Sink(key);", "CryptographicRandom")]
    [InlineData("Sink(s_filled);", "CryptographicRandom")]
    [InlineData("Sink(new Random().Next());", "Predictable")]
    [InlineData("Sink(Random.Shared.NextInt64().ToString());", "Predictable")]
    [InlineData("var key = new byte[16]; new Random().NextBytes(key); Sink(key);", "Predictable")]
    [InlineData("Sink(Random16());", "Predictable")]
    [InlineData("Sink(Guid.NewGuid().ToString(\"N\"));", "Predictable")]
    [InlineData("Sink(BitConverter.GetBytes(DateTime.UtcNow.Ticks));", "Predictable")]
    [InlineData("Sink(Environment.TickCount);", "Predictable")]
    [InlineData("Sink(text.GetHashCode());", "Predictable")]
    [InlineData("Sink(\"abc\" + DateTimeOffset.UtcNow.ToUnixTimeSeconds());", "Predictable")]
    [InlineData("Sink(Environment.GetEnvironmentVariable(\"KEY\"));", "Configuration")]
    [InlineData("Sink(Convert.FromBase64String(Environment.GetEnvironmentVariable(\"KEY\")));", "Configuration")]
    [InlineData("Sink(System.IO.File.ReadAllBytes(\"key\"));", "Configuration")]
    [InlineData("Sink(Environment.GetEnvironmentVariable(\"KEY\") ?? \"abc\");", "Configuration | Constant")]
    [InlineData("var key = new byte[16]; network.Read(key, 0, 16); Sink(key);", "Network")]
    [InlineData("var key = new byte[16]; network.ReadExactly(key); Sink(key);", "Network")]
    [InlineData("System.IO.Stream stream = network; var key = new byte[16]; stream.ReadExactly(key, 0, 16); Sink(key);", "Network")]
    [InlineData("Sink(given);", "Parameter")]
    [InlineData("Sink(given?.ToArray());", "Parameter")]
    [InlineData("Sink(Pass(given));", "Parameter")]
    [InlineData("Sink(Encoding.UTF8.GetBytes(text + \"abc\"));", "Parameter")]
    [InlineData("if (flag) { text = \"abc\"; } Sink(text);", "Constant | Parameter")]
    [InlineData("text ??= \"abc\"; Sink(text);", "Constant | Parameter")]
    public void Other_sources_are_told_apart(string body, string kinds) => Assert.Equal(
        kinds.Split(" | ").Order(), OriginProgram.WithBody(body, Members).Compiles().Kinds().Split(" | ").Order());

    [Theory]
    [InlineData("Sink(Open);")]
    [InlineData("Sink(_unset);")]
    [InlineData("Sink(Overridable());")]
    [InlineData("Sink(Loop(given));")]
    [InlineData("Sink(new object());")]
    [InlineData("byte[] key = [1, 2]; Fill(key); Sink(key);")]
    [InlineData("byte[] key = [1, 2]; key[0] = 3; Sink(key);")]
    [InlineData("byte[] key = [1, 2]; key[0]++; Sink(key);")]
    [InlineData("byte[] key = [1, 2]; given.CopyTo(key, 0); Sink(key);")]
    [InlineData("byte[] key = [1, 2]; Array.Copy(given, key, 2); Sink(key);")]
    [InlineData("Span<byte> key = stackalloc byte[16]; given.AsSpan().CopyTo(key); Sink(key);")]
    [InlineData("int count = 0; while (flag) { count = count + 1; } Sink(count);")]
    [InlineData("int.TryParse(text, out var number); Sink(number);")]
    [InlineData("var (first, second) = (1, Overridable()); Sink(second);")]
    [InlineData("byte[] key = [1]; Action act = () => key = given; act(); Sink(key);")]
    public void What_is_not_known_is_unknown(string body) =>
        Assert.True(OriginProgram.WithBody(body, Members).Compiles().OfSink().CanBe(ValueOriginKind.Unknown));

    [Theory]
    [InlineData("public static string Key = \"abc\";", "", "Constant")]
    [InlineData("internal static byte[] Key { get; set; } = [1, 2];", "", "Constant")]
    [InlineData("internal static byte[] Key = [1, 2];", "Settings.Key = [3];", "Constant")]
    [InlineData("internal static byte[] Key = [1, 2];", "Settings.Key = System.IO.File.ReadAllBytes(\"key\");", "Configuration | Constant")]
    [InlineData("internal static byte[] Key = [1, 2];", "Settings.Key[0] = 3;", "Unknown")]
    [InlineData("internal static byte[] Key = [1, 2];", "Write(ref Settings.Key);", "Unknown")]
    [InlineData("internal static byte[] Key;", "System.Security.Cryptography.RandomNumberGenerator.Fill(Settings.Key);", "Unknown")]
    public void A_member_that_other_files_can_write_is_what_they_write(string member, string writer, string kinds)
    {
        var program = new OriginProgram(
            "class Program { static void Sink(object value) { } void Run() => Sink(Settings.Key); }",
            $"static class Settings {{ {member} }}",
            $"class Writer {{ static void Write(ref byte[] key) {{ }} void Run() {{ {writer} }} }}").Compiles();

        Assert.Equal(kinds, string.Join(" | ", program.Kinds().Split(" | ").Order()));
    }

    [Theory]
    [InlineData("class Settings { public string Key { get; set; } = \"abc\"; }", "new Settings().Key")]
    [InlineData("class Settings { public string Key = \"abc\"; }", "new Settings().Key")]
    public void A_setting_of_an_instance_may_be_bound_by_others(string type, string value) => Assert.Equal(
        "Unknown", new OriginProgram($"class Program {{ static void Sink(object value) {{ }} void Run() => Sink({value}); }}", type).Compiles().Kinds());

    [Theory]
    [InlineData("Sink(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));", "Constant")]
    [InlineData("using var sha = SHA256.Create(); Sink(sha.ComputeHash(given));", "Parameter")]
    [InlineData("using var mac = new HMACSHA256(given); Sink(mac.ComputeHash(s_key));", "Unknown")]
    public void A_hash_without_a_key_says_nothing_new(string body, string kind) => Assert.Equal(kind, OriginProgram.WithBody(body, Members).Compiles().Kinds());

    [Fact]
    public void A_constant_is_known_by_its_value_only_when_it_is_the_only_one()
    {
        Assert.True(OriginProgram.WithBody("var key = Text; Sink(key);", Members).OfSink().TryGetSingleConstant(out var one));
        Assert.Equal("abc", one);
        Assert.False(OriginProgram.WithBody("Sink(flag ? \"a\" : \"b\");").OfSink().TryGetSingleConstant(out _));
        Assert.False(OriginProgram.WithBody("Sink(text);").OfSink().TryGetSingleConstant(out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_of_other_files_are_followed_in_any_order(bool reversed)
    {
        string[] files =
        [
            "class Program { static void Sink(object value) { } void Run() => Sink(Keys.Make()); }",
            "partial class Keys { static readonly byte[] s_key; public static byte[] Make() => s_key; }",
            "partial class Keys { static Keys() => s_key = [1, 2]; }",
        ];

        Assert.Equal("Constant", new OriginProgram(reversed ? [.. files.Reverse()] : files).Compiles().Kinds());
    }

    [Theory]
    [InlineData("Helper([1, 2]);", true)]
    [InlineData("Outer(given);", true)]
    [InlineData("Unrelated(given);", false)]
    [InlineData("Replaced(given);", false)]
    public void A_parameter_reaches_a_sink_through_helpers(string call, bool reaches)
    {
        const string Helpers = """
            static void Cipher(byte[] key) { }
            static void Helper(byte[] value) { var key = value.ToArray(); Cipher(key); }
            static void Outer(byte[] value) => Helper(value);
            static void Unrelated(byte[] value) => Cipher([1]);
            static void Replaced(byte[] value) { value = RandomNumberGenerator.GetBytes(16); Cipher(value); }
            """;
        var program = OriginProgram.WithBody(call, Helpers).Compiles();
        var sinks = new ParameterSinks(
            program.Origins, operation => operation is IInvocationOperation { TargetMethod.Name: "Cipher", Arguments: [var key] } ? key.Value : null);
        var argument = program.Calls(call.Split('(')[0]).First().Arguments[0];

        Assert.Equal(reaches, sinks.ReachedBy(argument, TestContext.Current.CancellationToken) is not null);
    }

    [Theory]
    [InlineData("Sink();")]
    [InlineData("Sink(key")]
    [InlineData("byte[] key = ; Sink(key);")]
    [InlineData("byte[] key = [1, ]; key = Undeclared(; Sink(key);")]
    [InlineData("var key = key; Sink(key);")]
    [InlineData("Sink(new [] { }); }")]
    [InlineData("string Local() => Local(); Sink(Local());")]
    public void Unfinished_code_is_survived(string body)
    {
        var program = OriginProgram.WithBody(body);
        Assert.All(
            program.Calls("Sink").SelectMany(call => call.Descendants()),
            operation => program.Origins.Of(operation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Work_is_bounded_for_long_chains_and_deep_expressions()
    {
        var chain = string.Concat(Enumerable.Range(1, 200).Select(i => $"var v{i} = v{i - 1};\n"));

        Assert.Equal("Unknown", OriginProgram.WithBody($"var v0 = \"abc\";\n{chain}Sink(v200);").Compiles().Kinds());
        Assert.Equal("Unknown", OriginProgram.WithBody($"Sink({string.Join(" + ", Enumerable.Repeat("text", 200))});").Compiles().Kinds());
    }
}
