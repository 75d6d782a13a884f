/**
 * Sets the clock of all processes of a host ahead or back, by the seconds that /etc/quorate-lab/clock-skew
 * holds. There is no namespace for the clock of the day, and a library to preload does not reach programs
 * that are linked statically, as Kubernetes' are. But all of them ask the kernel's own code that is mapped
 * into every process (the vDSO), and of that each has a copy of its own once it is written to. So: in each
 * process, that code's entries jump to a few instructions that ask the kernel and add the difference.
 *
 * A process is reached within a tenth of a second of its start; when this program ends it puts everything
 * back. x86-64 alone.
 */
export const CLOCK = String.raw`#!/usr/bin/perl
use strict;
use warnings;
no warnings "portable";
use Fcntl qw(O_RDWR O_RDONLY SEEK_SET);

open(my $wanted, "<", "/etc/quorate-lab/clock-skew") or die "no skew is wanted\n";
my $skew = int(<$wanted>);

# System V's calling convention: arguments in rdi and rsi, which a system call leaves alone.
my $add = pack("l<", $skew);
my %replacement = (
  # clock_gettime: of CLOCK_REALTIME (0) and CLOCK_REALTIME_COARSE (5) alone.
  __vdso_clock_gettime => "\xb8\xe4\0\0\0\x0f\x05\x85\xc0\x75\x10\x85\xff\x74\x05\x83\xff\x05\x75\x07\x48\x81\x06" . $add . "\xc3",
  __vdso_gettimeofday => "\xb8\x60\0\0\0\x0f\x05\x85\xc0\x75\x0c\x48\x85\xff\x74\x07\x48\x81\x07" . $add . "\xc3",
  __vdso_time => "\xb8\xc9\0\0\0\x0f\x05\x48\x05" . $add . "\x48\x85\xff\x74\x03\x48\x89\x07\xc3",
);

sub vdso_of {
  my ($pid) = @_;
  open(my $maps, "<", "/proc/$pid/maps") or return;
  while (<$maps>) {
    return (hex($1), hex($2) - hex($1)) if /^([0-9a-f]+)-([0-9a-f]+) .*\[vdso\]$/;
  }
  return;
}

sub peek {
  my ($mem, $at, $length) = @_;
  my $bytes = "";
  sysseek($mem, $at, SEEK_SET) or return "";
  sysread($mem, $bytes, $length);
  return $bytes // "";
}

sub poke {
  my ($mem, $at, $bytes) = @_;
  sysseek($mem, $at, SEEK_SET) or return 0;
  return (syswrite($mem, $bytes) // 0) == length($bytes);
}

# The kernel maps the same code into every process: where its entries are is read once, from our own.
my ($own, $size) = vdso_of($$) or die "this kernel has no vDSO\n";
open(my $self, "<", "/proc/self/mem") or die "cannot read this process: $!\n";
my $image = peek($self, $own, $size);
my %entry;
my ($sections, $each, $count) = (unpack("Q<", substr($image, 40, 8)), unpack("S<S<", substr($image, 58, 4)));
for my $index (0 .. $count - 1) {
  my ($type, $offset, $length, $link) = (unpack("L<", substr($image, $sections + $index * $each + 4, 4)),
    unpack("Q<Q<L<", substr($image, $sections + $index * $each + 24, 20)));
  next unless $type == 11;
  my $strings = unpack("Q<", substr($image, $sections + $link * $each + 24, 8));
  for (my $at = $offset; $at < $offset + $length; $at += 24) {
    my ($name, undef, undef, undef, $value) = unpack("L<CCS<Q<", substr($image, $at, 16));
    $name = unpack("Z*", substr($image, $strings + $name));
    $entry{$name} = $value if $replacement{$name};
  }
}
die "this kernel's vDSO has no clock\n" unless %entry;

# The new code lies in what is left of the last page; the entries jump there with their first five bytes, so
# that a thread which is further on in the old code meets nothing new.
my $room = $size;
my (%jump, %place);
for my $name (sort keys %entry) {
  $room -= 64;
  die "no room in the vDSO\n" if substr($image, $room, 64) =~ /[^\0]/;
  $place{$name} = $room;
  $jump{$name} = "\xe9" . pack("l<", $room - ($entry{$name} + 5));
}

my %known;
my $ending = 0;
$SIG{TERM} = $SIG{INT} = sub { $ending = 1 };

sub visit {
  my ($pid, $restore) = @_;
  sysopen(my $mem, "/proc/$pid/mem", O_RDWR) or return;
  my ($probe) = sort keys %entry;
  my $base = $known{$pid};
  return if !$restore && defined $base && peek($mem, $base + $entry{$probe}, 5) eq $jump{$probe};
  # It is new, or it has become another program.
  ($base) = vdso_of($pid);
  return unless defined $base;
  for my $name (sort keys %entry) {
    my $original = substr($image, $entry{$name}, 5);
    my $present = peek($mem, $base + $entry{$name}, 5);
    if ($restore) {
      poke($mem, $base + $entry{$name}, $original) if $present eq $jump{$name};
    } elsif ($present eq $original) {
      poke($mem, $base + $place{$name}, $replacement{$name}) and poke($mem, $base + $entry{$name}, $jump{$name});
    }
  }
  $known{$pid} = $base;
}

sub all_processes {
  opendir(my $proc, "/proc") or die "cannot read /proc: $!\n";
  return grep { /^[0-9]+$/ } readdir($proc);
}

$| = 1;
my $announced = 0;
until ($ending) {
  my @pids = all_processes();
  visit($_, 0) for @pids;
  my %alive = map { $_ => 1 } @pids;
  delete @known{grep { !$alive{$_} } keys %known};
  unless ($announced++) {
    print "the clocks of ", scalar(@pids), " processes are set by $skew seconds\n";
    system("systemd-notify", "--ready");
  }
  select(undef, undef, undef, 0.1);
}
visit($_, 1) for all_processes();
`;
