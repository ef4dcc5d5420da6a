/** The frame around every page: menu, who is signed in, light or dark. On a phone the menu folds into a drawer. */
import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { Button, Drawer, Segmented } from 'antd'
import { LogoutOutlined, MenuOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router'
import { useClient } from '../api/api.ts'
import { LiveContext, openBrowserLine } from '../api/live.tsx'
import { usePhone } from '../ui/use-phone.ts'
import { dutyNames } from '../words/labels.ts'
import { chooseAppearance, useAppearanceChoice, type Choice } from './appearance.ts'
import { may } from './duties.ts'
import { groups } from './menu.tsx'
import { sessionStore } from './session.ts'
import { useOperator, useSessionState } from './use-session.ts'

export function Shell(): ReactElement {
  const { session, endedBy } = useSessionState()
  const { pathname, search } = useLocation()
  if (!session) {
    const back = endedBy === 'operator' ? '' : `?return=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${back}`} replace />
  }
  return <SignedIn key={session.token} />
}

function SignedIn(): ReactElement {
  const client = useClient()
  const isPhone = usePhone()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const { pathname } = useLocation()
  const { state } = useNavigation()
  const line = useMemo(openBrowserLine, [])
  useEffect(() => {
    const wake = (): void => line.wake()
    window.addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      window.removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
      line.stop()
    }
  }, [line])
  // duties may have changed since this session began
  const me = useQuery({ queryKey: ['me'], queryFn: () => client.identity.getOperatorMe(), staleTime: 300_000 })
  useEffect(() => {
    if (me.data) sessionStore.update(me.data)
  }, [me.data])
  useEffect(() => setMenuOpen(false), [pathname])

  return (
    <LiveContext.Provider value={line}>
      <a className="skip" href="#content">
        跳到内容
      </a>
      <div className="shell">
        {isPhone ? (
          <header className="top-bar">
            <Button
              icon={<MenuOutlined aria-hidden />}
              aria-label="打开菜单"
              aria-expanded={isMenuOpen}
              onClick={() => setMenuOpen(true)}
            >
              菜单
            </Button>
            <Brand />
            <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} placement="left" size={280} title="伴医运营台">
              <SideContent />
            </Drawer>
          </header>
        ) : (
          <aside className="side">
            <Brand />
            <SideContent />
          </aside>
        )}
        <main id="content" tabIndex={-1} aria-busy={state === 'loading'}>
          <div className={`going ${state}`} aria-hidden />
          <Outlet />
        </main>
      </div>
      <ScrollRestoration />
    </LiveContext.Provider>
  )
}

function Brand(): ReactElement {
  return (
    <Link to="/orders" className="brand">
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={28} height={28} />
      <span>伴医运营台</span>
    </Link>
  )
}

function SideContent(): ReactElement {
  const operator = useOperator()
  return (
    <>
      <nav aria-label="主菜单">
        {groups
          .map((group) => ({ ...group, pages: group.pages.filter((page) => !page.deed || may(operator, page.deed)) }))
          .filter((group) => group.pages.length > 0)
          .map((group) => (
            <div key={group.name} role="group" aria-label={group.name}>
              <span className="menu-group" aria-hidden>
                {group.name}
              </span>
              {group.pages.map(({ path, name, icon, isExact = false }) => (
                <NavLink key={path} to={path} end={isExact} className="menu-item">
                  <span aria-hidden>{icon}</span>
                  {name}
                </NavLink>
              ))}
            </div>
          ))}
      </nav>
      <Account />
    </>
  )
}

function Account(): ReactElement {
  const operator = useOperator()
  const client = useClient()
  const queries = useQueryClient()
  const choice = useAppearanceChoice()
  const signOut = (): void => {
    // the local end comes first: a dead line must not keep somebody signed in on a shared desk
    const told = client.identity.signOut().catch(() => undefined)
    sessionStore.end('operator')
    queries.clear()
    void told
  }
  return (
    <div className="account">
      <Segmented<Choice>
        block
        size="small"
        aria-label="外观"
        value={choice}
        onChange={chooseAppearance}
        options={[
          { value: 'light', label: '浅色' },
          { value: 'dark', label: '深色' },
          { value: 'system', label: '跟随' },
        ]}
      />
      <div>
        <strong>{operator?.name}</strong>
        <div className="note">{operator?.duties.map((duty) => dutyNames[duty]).join('、')}</div>
      </div>
      <Button icon={<LogoutOutlined aria-hidden />} onClick={signOut} block>
        退出登录
      </Button>
    </div>
  )
}
