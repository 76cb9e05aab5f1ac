using System.Reflection;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Tests.KnownApis;

/// <summary>A renamed member of the library must fail a test, not silently switch a fix off.</summary>
public sealed class SecureDefaultsNamesTests
{
    private static readonly Assembly Library = Assembly.Load("SocketSecurity.SecureDefaults");

    public static TheoryData<string> Types => [.. Constants(typeof(SecureDefaultsNames)).Where(name => !name.EndsWith("Namespace", StringComparison.Ordinal)).Select(ValueOf)];

    public static TheoryData<string> Members => [.. Constants(typeof(SecureDefaultsNames.Members)).Select(name => ValueOf(name, typeof(SecureDefaultsNames.Members)))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_exists_in_the_library(string name) => Assert.NotNull(Library.GetType(name));

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_exists_in_some_type_that_fixes_use(string name) =>
        Assert.Contains(Types, type => Library.GetType(type.Data)!.GetMember(name).Length > 0);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => field.Name);

    private static string ValueOf(string name) => ValueOf(name, typeof(SecureDefaultsNames));

    private static string ValueOf(string name, Type type) => (string)type.GetField(name)!.GetRawConstantValue()!;
}
