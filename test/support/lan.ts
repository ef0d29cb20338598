import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A machine on the LAN of a test: network and `/run` of its own. */
export interface LanMachine {
  /** Runs a program to its end. */
  run(command: string, ...args: string[]): { status: number | null; stdout: string; stderr: string }
  /** Starts a program; it ends with the machine. */
  spawn(command: string, args: string[], env?: NodeJS.ProcessEnv): ChildProcess
  /** Debian's avahi-daemon with its D-Bus, under this host name. @param services files for its folder of services, by name */
  startAvahi(host: string, services?: Record<string, string>): Promise<void>
  stopAvahi(): Promise<void>
}

export interface Lan {
  /** The other computer of the LAN: 10.77.0.1. */
  readonly peer: LanMachine
  /** A machine with one network card, `eth0`. No default route. @param address such as `10.77.0.2/24` */
  plug(name: string, address: string): Promise<LanMachine>
  close(): Promise<void>
}

const byHand = 'npm test が入れるか、apt-get install iproute2 avahi-daemon avahi-utils dbus を実行してください。'
const isRoot = process.getuid?.() === 0
const path = '/usr/sbin:/usr/bin:/sbin:/bin'

const busConfig = `<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>`
const avahiConfig = (host: string): string =>
  `[server]\nhost-name=${host}\nuse-ipv4=yes\nuse-ipv6=yes\n[wide-area]\nenable-wide-area=no\n[publish]\npublish-workstation=no\n`

/**
 * A LAN of network namespaces on one bridge, without a route to anywhere.
 * @param dir an empty folder
 */
export async function openLan(dir: string): Promise<Lan> {
  const children: ChildProcess[] = []

  /** Holds the namespaces of a machine; the kernel ends it when this process is no more. */
  async function hold(enter: string[], script: string): Promise<number> {
    const full = `mount -t tmpfs tmpfs /run && mount -t sysfs sysfs /sys && ip link set lo up && ${script}`
    const whole: string[] = [
      ...enter,
      'sh',
      '-c',
      `${full} && echo ready && exec setpriv --pdeathsig KILL sleep infinity`,
    ]
    const [command = '', ...args] = whole
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: path } })
    children.push(child)
    let log = ''
    child.stderr.on('data', (text: Buffer) => {
      log += text.toString()
    })
    const said = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line').then(() => true),
      once(child, 'exit').then(() => false),
    ])
    if (!said || child.pid === undefined) throw new Error(`ネットワークを作れません。${byHand}\n${log}`)
    return child.pid
  }

  function machine(name: string, pid: number): LanMachine {
    const enter = ['-t', String(pid), ...(isRoot ? [] : ['-U', '--preserve-credentials']), '-n', '-m']
    const services: ChildProcess[] = []
    const start = (command: string, args: string[], env?: NodeJS.ProcessEnv): ChildProcess => {
      const child = spawn('nsenter', [...enter, 'setpriv', '--pdeathsig', 'KILL', command, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: env ?? { PATH: path },
      })
      children.push(child)
      return child
    }
    const run: LanMachine['run'] = (command, ...args) => {
      const { status, stdout, stderr } = spawnSync('nsenter', [...enter, command, ...args], {
        encoding: 'utf8',
        timeout: 20_000,
        env: { PATH: path, LANG: 'C.UTF-8' },
      })
      return { status, stdout, stderr }
    }
    return {
      run,
      spawn: start,
      async startAvahi(host, files = {}) {
        const own = join(dir, name)
        const folder = join(own, 'services')
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(own, 'bus.conf'), busConfig)
        writeFileSync(join(own, 'avahi.conf'), avahiConfig(host))
        for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
        mustRun(run, 'sh', '-c', `mkdir -p /run/dbus && mount --bind "${folder}" /etc/avahi/services`)
        if (!isRoot) {
          // Avahi gives its folder to a user of its own; without root there is but one, and it goes by that name, too.
          writeFileSync(join(own, 'passwd'), 'root:x:0:0::/:/bin/sh\navahi:x:0:0::/:/bin/false\n')
          writeFileSync(join(own, 'group'), 'root:x:0:\navahi:x:0:\n')
          for (const file of ['passwd', 'group']) mustRun(run, 'mount', '--bind', join(own, file), `/etc/${file}`)
        }
        const bus = start('dbus-daemon', ['--nofork', '--print-address', `--config-file=${join(own, 'bus.conf')}`])
        services.push(bus)
        await once(bus.stdout!, 'data')
        const avahi = start('avahi-daemon', ['-f', join(own, 'avahi.conf'), '--no-drop-root', '--no-chroot'])
        services.push(avahi)
        let said = ''
        await new Promise<void>((resolve, reject) => {
          createInterface({ input: avahi.stderr! }).on('line', (line) => {
            said += `${line}\n`
            if (line.includes('Server startup complete')) resolve()
          })
          avahi.once('exit', () => {
            reject(new Error(`avahi-daemon が動きません。${byHand}\n${said}`))
          })
        })
      },
      async stopAvahi() {
        for (const child of services.splice(0).toReversed()) await end(child)
        mustRun(run, 'umount', '/etc/avahi/services')
      },
    }
  }

  const unshare = ['unshare', ...(isRoot ? [] : ['-r']), '-m', '-n']
  const bridge =
    'ip link add br0 type bridge mcast_snooping 0 forward_delay 0 && ip addr add 10.77.0.1/24 dev br0 && ip link set br0 up'
  const lan = await hold(unshare, bridge)
  const peer = machine('peer', lan)

  return {
    peer,
    async plug(name, address) {
      const inside = isRoot ? [] : ['nsenter', '-t', String(lan), '-U', '--preserve-credentials']
      const pid = await hold([...inside, 'unshare', '-m', '-n'], 'true')
      mustRun(peer.run, 'ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid))
      mustRun(peer.run, 'ip', 'link', 'set', name, 'master', 'br0', 'up')
      const plugged = machine(name, pid)
      mustRun(plugged.run, 'ip', 'addr', 'add', address, 'dev', 'eth0')
      mustRun(plugged.run, 'ip', 'link', 'set', 'eth0', 'up')
      return plugged
    },
    async close() {
      for (const child of children.toReversed()) await end(child)
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function mustRun(run: LanMachine['run'], command: string, ...args: string[]): void {
  const { status, stderr } = run(command, ...args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}
