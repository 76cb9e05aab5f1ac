using SocketSecurity.Attacks.Tests.Cases;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests;

/// <summary>
/// The ground that the attacks stand on: a strict program is served by an honest peer and refuses every forgery, and a
/// blind one refuses nothing. Without this, an attack that fails would prove nothing.
/// </summary>
public sealed class WorldTests
{
    private static readonly string Strict = VictimSource.SslStreamClient("""
        using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, CertificateRevocationCheckMode = X509RevocationMode.Online });
        """);

    private static readonly string Blind = VictimSource.SslStreamClient("""
        using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(host);
        """);

    private static readonly Forgery[] All =
    [
        Forgery.SelfSigned, Forgery.UntrustedAuthority, Forgery.WrongHost, Forgery.Expired, Forgery.CommonNameOnly, Forgery.Revoked, Forgery.CopiedNames,
    ];

    public static TheoryData<string> Forgeries { get; } = [.. All.Select(forgery => forgery.Name)];

    /// <summary>The framework falls back to the common name when a certificate has no alternative name; see the rule SOCK1010.</summary>
    public static TheoryData<string> ForgeriesTheFrameworkRefuses { get; } =
        [.. All.Where(forgery => forgery != Forgery.CommonNameOnly).Select(forgery => forgery.Name)];

    [Theory]
    [MemberData(nameof(ForgeriesTheFrameworkRefuses))]
    public async Task A_strict_program_tells_the_attacker_nothing(string forgery)
    {
        var outcome = await PlayAsync(Strict, Attack(forgery));

        Assert.True(outcome.Achieved.Count == 0, outcome.ToString());
        Assert.True(outcome.Victim.Threw(typeof(System.Security.Authentication.AuthenticationException)), outcome.ToString());
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_blind_program_is_read_and_lied_to(string forgery)
    {
        var outcome = await PlayAsync(Blind, Attack(forgery));

        Assert.True(outcome.Achieved.Count == 2, outcome.ToString());
    }

    [Fact]
    public async Task A_strict_program_is_served_by_the_honest_server()
    {
        var outcome = await PlayAsync(Strict, new GenuineServer());

        Assert.True(outcome.Achieved.Count == 1, outcome.ToString());
    }

    [Fact]
    public void The_temporary_world_is_not_the_machines()
    {
        Assert.StartsWith(TemporaryWorld.Folder, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal);
    }

    private static ImpersonatedServer Attack(string forgery) => new(All.Single(known => known.Name == forgery));

    private static async Task<Outcome> PlayAsync(string source, Scenario scenario)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var program = new LoadedProgram(await VictimProject.CompileAsync(VictimProject.Open(source, withSecureDefaults: false), cancellationToken));
        return await scenario.PlayAsync(program, GenuinePeer.Public, cancellationToken);
    }
}
